# Installs a build into an empty folder, then builds and runs a user's project against it.
#
#   cmake -DBUILD=... -DCOMPILER=... -P run.cmake

set(work "${BUILD}/package")
file(REMOVE_RECURSE "${work}")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE printed)
  if(status)
    message(FATAL_ERROR "${ARGN}\nended with ${status}:\n${printed}")
  endif()
  set(printed "${printed}" PARENT_SCOPE)
endfunction()

run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${work}/prefix")
foreach(file bin/secondcurve share/secondcurve/configs/shanghai/baseline.toml share/secondcurve/report/page/page.html
             share/secondcurve/report/fetch_charts share/doc/secondcurve/LICENSE)
  if(NOT EXISTS "${work}/prefix/${file}")
    message(FATAL_ERROR "not installed: ${file}")
  endif()
endforeach()

run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${work}/build" -G Ninja
    "-DCMAKE_PREFIX_PATH=${work}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}" -DCMAKE_BUILD_TYPE=Debug)
run("${CMAKE_COMMAND}" --build "${work}/build")
run("${work}/build/uses_secondcurve")
if(NOT printed STREQUAL "demo.toml:3:7: seed: is missing\n")
  message(FATAL_ERROR "unexpected output: ${printed}")
endif()

run("${work}/prefix/bin/secondcurve" check "${work}/prefix/share/secondcurve/configs/shanghai/baseline.toml")
