# Checks of the text and of single headers, run by CTest under the labels `lint` and `headers`.

# Debian's interpreter by name where there is one: the readers that the tests use belong to it.
find_program(SECONDCURVE_PYTHON NAMES python3 HINTS /usr/bin NO_CMAKE_ENVIRONMENT_PATH REQUIRED)
find_program(CLANG_FORMAT NAMES clang-format-14)
find_program(CLANG_TIDY NAMES clang-tidy-14)

# Every header compiles alone; that a second time changes nothing is #pragma once.
file(GLOB_RECURSE headers RELATIVE "${PROJECT_SOURCE_DIR}" CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/engine/*.hpp" "${PROJECT_SOURCE_DIR}/models/*.hpp"
     "${PROJECT_SOURCE_DIR}/tests/support/*.hpp")
set(lone_sources "")
foreach(header ${headers})
  set(lone_source "${PROJECT_BINARY_DIR}/lone_headers/${header}.cpp")
  file(CONFIGURE OUTPUT "${lone_source}" CONTENT "#include \"${header}\"\n")
  list(APPEND lone_sources "${lone_source}")
endforeach()
add_library(lone_headers OBJECT EXCLUDE_FROM_ALL ${lone_sources})
target_link_libraries(lone_headers PRIVATE sc_flags)
target_compile_options(lone_headers PRIVATE -O0 -g0 -fno-sanitize=all)
set_target_properties(lone_headers PROPERTIES UNITY_BUILD OFF)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")  # it reads them in half the time
  add_test(NAME headers.compile_alone
           COMMAND "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}" --target lone_headers)
  set_tests_properties(headers.compile_alone PROPERTIES LABELS headers RUN_SERIAL TRUE)
endif()

# sc_lint(NAME COMMAND...): a check that runs from the root of the repository.
function(sc_lint name)
  add_test(NAME lint.${name} COMMAND ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(lint.${name} PROPERTIES LABELS lint)
endfunction()

sc_lint(layers "${SECONDCURVE_PYTHON}" cmake/check_layers.py)
sc_lint(text "${SECONDCURVE_PYTHON}" cmake/check_text.py)
sc_lint(the_checks_themselves "${SECONDCURVE_PYTHON}" -m unittest discover -s tests/lint -p "*_test.py")
if(CLANG_FORMAT)
  sc_lint(format "${SECONDCURVE_PYTHON}" cmake/check_format.py "${CLANG_FORMAT}")
endif()
if(CLANG_TIDY)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  # runtests --all looks at all files.
  sc_lint(tidy "${SECONDCURVE_PYTHON}" cmake/check_tidy.py "${CLANG_TIDY}" "${PROJECT_BINARY_DIR}" --jobs ${cores}
          --seconds 30)
  set_tests_properties(lint.tidy PROPERTIES PROCESSORS ${cores} TIMEOUT 900)
endif()
