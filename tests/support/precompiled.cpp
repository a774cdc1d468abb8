// Nothing: the headers that most tests read are compiled here once (tests/CMakeLists.txt).
