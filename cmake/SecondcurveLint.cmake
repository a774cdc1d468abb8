# Checks of the text, run by CTest under the label `lint`.

# Debian's interpreter by name where there is one: the readers that the tests use belong to it.
find_program(SECONDCURVE_PYTHON NAMES python3 HINTS /usr/bin NO_CMAKE_ENVIRONMENT_PATH REQUIRED)
find_program(CLANG_FORMAT NAMES clang-format-14)
find_program(CLANG_TIDY NAMES clang-tidy-14)
find_program(CLANG NAMES clang++-14)  # it reads a header in half the time of g++

# sc_lint(NAME COMMAND...): a check that runs from the root of the repository.
function(sc_lint name)
  add_test(NAME lint.${name} COMMAND ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(lint.${name} PROPERTIES LABELS lint)
endfunction()

sc_lint(layers "${SECONDCURVE_PYTHON}" cmake/check_layers.py)
sc_lint(text "${SECONDCURVE_PYTHON}" cmake/check_text.py)
execute_process(COMMAND "${SECONDCURVE_PYTHON}" -c "import matplotlib, mkdocs, pygments" RESULT_VARIABLE no_mkdocs OUTPUT_QUIET ERROR_QUIET)
if(NOT no_mkdocs)
  sc_lint(docs "${SECONDCURVE_PYTHON}" cmake/check_docs.py)
endif()
sc_lint(the_checks_themselves "${SECONDCURVE_PYTHON}" -m unittest discover -s tests/lint -p "*_test.py")
if(CLANG_FORMAT)
  sc_lint(format "${SECONDCURVE_PYTHON}" cmake/check_format.py "${CLANG_FORMAT}")
endif()
# Those below look at what was changed last; runtests --all looks at all files.
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
if(CLANG)
  sc_lint(headers "${SECONDCURVE_PYTHON}" cmake/check_headers.py "${CLANG}" "${PROJECT_BINARY_DIR}" --jobs ${cores}
          --seconds 5)
  set_tests_properties(lint.headers PROPERTIES PROCESSORS ${cores})
endif()
if(CLANG_TIDY)
  sc_lint(tidy "${SECONDCURVE_PYTHON}" cmake/check_tidy.py "${CLANG_TIDY}" "${PROJECT_BINARY_DIR}" --jobs ${cores}
          --seconds 1)
  set_tests_properties(lint.tidy PROPERTIES PROCESSORS ${cores} TIMEOUT 900)
endif()
