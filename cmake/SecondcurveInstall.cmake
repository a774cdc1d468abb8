# What `cmake --install` puts where: the program, the configs, the documents, and the CMake package for
# programs that simulate without files (find_package(secondcurve), then link secondcurve::engine_simulate).

include(CMakePackageConfigHelpers)

foreach(folder engine models)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/secondcurve"
          COMPONENT development FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/configs" DESTINATION "${CMAKE_INSTALL_DATADIR}/secondcurve"
        COMPONENT program PATTERN "bad" EXCLUDE)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/cluster" DESTINATION "${CMAKE_INSTALL_DATADIR}/secondcurve"
        COMPONENT program USE_SOURCE_PERMISSIONS)
# What reports are made from. The chart library only where it was fetched; the script fetches it for an installed
# program, too.
set(report_dir "${CMAKE_INSTALL_DATADIR}/secondcurve/report")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/engine/report/page" DESTINATION "${report_dir}" COMPONENT program)
install(PROGRAMS cmake/fetch_charts DESTINATION "${report_dir}" COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/build/charts" DESTINATION "${report_dir}" COMPONENT program OPTIONAL)
install(FILES LICENSE CHANGELOG.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
if(EXISTS "${PROJECT_SOURCE_DIR}/README.md")
  install(FILES README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
endif()

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/secondcurve")
install(EXPORT secondcurve NAMESPACE secondcurve:: FILE secondcurveTargets.cmake
        DESTINATION "${package_dir}" COMPONENT development)
configure_package_config_file(cmake/secondcurveConfig.cmake.in "${PROJECT_BINARY_DIR}/secondcurveConfig.cmake"
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/secondcurveConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/secondcurveConfig.cmake"
              "${PROJECT_BINARY_DIR}/secondcurveConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/SecondcurveDependencies.cmake"
        DESTINATION "${package_dir}" COMPONENT development)

# The package as a user would build against it.
if(SECONDCURVE_TESTS AND TARGET secondcurve AND NOT SECONDCURVE_SANITIZE)
  add_test(NAME program.installs_and_links
           COMMAND "${CMAKE_COMMAND}" "-DBUILD=${PROJECT_BINARY_DIR}" "-DCOMPILER=${CMAKE_CXX_COMPILER}"
                   -P "${PROJECT_SOURCE_DIR}/tests/package/run.cmake")
  set_tests_properties(program.installs_and_links PROPERTIES LABELS program)
endif()
