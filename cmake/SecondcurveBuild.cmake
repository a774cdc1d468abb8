# Compiler settings, and sc_library / sc_program / sc_test: one static library per folder and one test
# program per tests folder. Files are found by pattern, so adding a model edits no build file.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
include(GNUInstallDirs)
include(SecondcurveDependencies)
if(SECONDCURVE_MPI)
  enable_language(C)  # which the module that finds MPI asks for
  find_package(MPI REQUIRED COMPONENTS C)
endif()

# What every file of ours is compiled with. Not handed on to users of the installed package.
add_library(sc_flags INTERFACE)
target_include_directories(sc_flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
# Contraction stays off everywhere, set-up code too: results are the same bits from g++ and clang.
target_compile_options(sc_flags INTERFACE -ffp-contract=off $<$<CONFIG:Release>:-O3>)
# Messages name files from the repository root, and the program holds no path of the building machine.
target_compile_options(sc_flags INTERFACE "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(sc_flags INTERFACE -march=x86-64-v2)
endif()
if(SECONDCURVE_WERROR)
  target_compile_options(sc_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(sc_flags INTERFACE -Wno-restrict)  # false alarms on std::string (GCC bug 105651)
  endif()
endif()
target_compile_definitions(sc_flags INTERFACE EIGEN_MPL2_ONLY)  # none of Eigen's files under the LGPL
if(SECONDCURVE_CONTRACTS)
  target_compile_definitions(sc_flags INTERFACE SECONDCURVE_CONTRACTS)
else()
  target_compile_definitions(sc_flags INTERFACE $<$<CONFIG:Debug>:SECONDCURVE_CONTRACTS>)
endif()
if(SECONDCURVE_SANITIZE)
  set(sanitizers -fsanitize=${SECONDCURVE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(SECONDCURVE_SANITIZE MATCHES "undefined")
    # Checks at every access, which double the time to compile: what they find, the address sanitizer or the
    # processor stops at, too.
    list(APPEND sanitizers -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  # Reports name lines, so -g1 is enough.
  target_compile_options(sc_flags INTERFACE ${sanitizers} -O0 -g1)
  target_link_options(sc_flags INTERFACE ${sanitizers})
endif()
target_link_libraries(sc_flags INTERFACE Eigen3::Eigen fmt::fmt Threads::Threads)

# Version, revision, compiler and flags, looked up at every build: generated/secondcurve_version.hpp.
# Only engine/simulate/version.cpp includes it, so a new commit recompiles one file.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
get_target_property(flags sc_flags INTERFACE_COMPILE_OPTIONS)
list(FILTER flags EXCLUDE REGEX "^(\\$|-W|-ffile-prefix-map)")
string(JOIN " " version_flags ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}} ${flags})
set(version_header "${PROJECT_BINARY_DIR}/generated/secondcurve_version.hpp")
set(write_version
    "${CMAKE_COMMAND}" "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DOUTPUT=${version_header}"
    "-DVERSION=${PROJECT_VERSION}" "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
    "-DFLAGS=${version_flags}" -P "${PROJECT_SOURCE_DIR}/cmake/write_version.cmake")
add_custom_target(sc_version COMMAND ${write_version} BYPRODUCTS "${version_header}" VERBATIM
                  COMMENT "Looking up the source revision")

# More optimisation takes longer to compile than it saves: -O1 for what runs once per run and for the tests,
# and under the sanitizers for the loops over columns alone. Linked last, so that it counts.
add_library(sc_set_up_flags INTERFACE)
add_library(sc_kernel_flags INTERFACE)
if(SECONDCURVE_SANITIZE)
  target_compile_options(sc_kernel_flags INTERFACE -O1)
else()
  target_compile_options(sc_set_up_flags INTERFACE $<$<CONFIG:Release>:-O1>)
endif()

# The name of a folder's library: engine/core is sc_engine_core.
function(sc_names result)
  list(TRANSFORM ARGN REPLACE "/" "_")
  list(TRANSFORM ARGN PREPEND "sc_")
  set(${result} "${ARGN}" PARENT_SCOPE)
endfunction()

# sc_library(FOLDER [SET_UP | KERNELS] [NOT_INSTALLED] [USES folder...] [PRIVATE library...]); SET_UP: no part of
# it runs per path; KERNELS: most of it is loops over columns; NOT_INSTALLED: for our programs alone.
function(sc_library folder)
  cmake_parse_arguments(ARG "SET_UP;KERNELS;NOT_INSTALLED" "" "USES;PRIVATE" ${ARGN})
  sc_names(name ${folder})
  sc_names(uses ${ARG_USES})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(common "$<BUILD_INTERFACE:sc_flags>" "$<INSTALL_INTERFACE:Eigen3::Eigen;fmt::fmt;Threads::Threads>")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC "${common}" ${uses} PRIVATE ${ARG_PRIVATE})
    if(ARG_SET_UP)
      target_link_libraries(${name} PRIVATE "$<BUILD_INTERFACE:sc_set_up_flags>")
    elseif(ARG_KERNELS)
      target_link_libraries(${name} PRIVATE "$<BUILD_INTERFACE:sc_kernel_flags>")
    endif()
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE "${common}" ${uses} ${ARG_PRIVATE})
  endif()
  target_include_directories(
    ${name} INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/secondcurve>")
  string(REGEX REPLACE "^sc_" "" export_name ${name})
  set_target_properties(${name} PROPERTIES EXPORT_NAME ${export_name} OUTPUT_NAME secondcurve_${export_name})
  if(NOT ARG_NOT_INSTALLED)
    install(TARGETS ${name} EXPORT secondcurve COMPONENT development)
  endif()
endfunction()

# sc_program(NAME MAIN USES folder...): a program, where its main file exists.
function(sc_program name main)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${main}")
    return()
  endif()
  sc_names(uses ${ARG_USES})
  add_executable(${name} "${PROJECT_SOURCE_DIR}/${main}")
  target_link_libraries(${name} PRIVATE sc_flags ${uses})
  install(TARGETS ${name} COMPONENT program)
endfunction()

# sc_test_headers(NAME [USES folder...] HEADERS header...): headers that tests read, compiled once.
function(sc_test_headers name)
  cmake_parse_arguments(ARG "" "" "USES;HEADERS" ${ARGN})
  sc_names(uses ${ARG_USES})
  add_library(${name} OBJECT "${PROJECT_SOURCE_DIR}/tests/support/precompiled.cpp")
  target_link_libraries(${name} PRIVATE sc_flags ${uses} GTest::gmock GTest::gtest_main sc_set_up_flags)
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# sc_test(FOLDER NAME HEADERS target [USES library-folder...] [LINK library...]): all *_test.cpp of
# tests/FOLDER, labelled with the first part of FOLDER (unit, laws, statistical, ...), with the compiled
# headers of an sc_test_headers.
function(sc_test folder name)
  cmake_parse_arguments(ARG "" "HEADERS" "USES;LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  sc_names(uses ${ARG_USES})
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE sc_flags ${uses} GTest::gmock GTest::gtest_main ${ARG_LINK} sc_set_up_flags)
  target_precompile_headers(${name} REUSE_FROM ${ARG_HEADERS})
  string(REGEX REPLACE "/.*" "" label "${folder}")
  # One process for all of them: a process for each would take three times as long.
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(
    ${name} PROPERTIES LABELS "${label}" COST 30
                       ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan.supp")
endfunction()

# sc_report_files(FILE): where the program finds the page of reports and the chart library, which it reads when a report
# is written, so that it is built without a network. Installed, that is share/secondcurve/report, by a path relative to
# the program that is compiled into FILE; in a build, links beside the program to the files of the repository.
function(sc_report_files file)
  file(RELATIVE_PATH installed "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_DATADIR}/secondcurve/report")
  set_source_files_properties("${file}" PROPERTIES COMPILE_DEFINITIONS "SECONDCURVE_REPORT_FOLDER=\"${installed}\"")
  set(folder "${PROJECT_BINARY_DIR}/share/secondcurve/report")
  file(MAKE_DIRECTORY "${folder}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/engine/report/page" "${folder}/page" SYMBOLIC)
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/build/charts" "${folder}/charts" SYMBOLIC)
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/cmake/fetch_charts" "${folder}/fetch_charts" SYMBOLIC)
endfunction()
