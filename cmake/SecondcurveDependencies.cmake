# Third-party libraries, found the same way by our build and by a project that uses the installed
# package. docs/third-party.md lists them; cmake/packages/build.txt says which Debian packages hold them.

find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(TBB REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)

pkg_check_modules(HWY REQUIRED IMPORTED_TARGET GLOBAL libhwy)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET GLOBAL tomlplusplus)
# The serial HDF5 by name: hdf5.pc may point to an MPI build.
pkg_check_modules(HDF5_SERIAL REQUIRED IMPORTED_TARGET GLOBAL hdf5-serial)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET GLOBAL libxxhash)
pkg_check_modules(ISAL IMPORTED_TARGET GLOBAL libisal)
pkg_check_modules(XLSXWRITER IMPORTED_TARGET GLOBAL xlsxwriter)

if(NOT TARGET sc::hdf5)
  add_library(hwy::hwy ALIAS PkgConfig::HWY)
  add_library(tomlplusplus::tomlplusplus ALIAS PkgConfig::TOMLPP)
  add_library(xxhash::xxhash ALIAS PkgConfig::XXHASH)

  add_library(sc::hdf5 INTERFACE IMPORTED GLOBAL)
  target_link_libraries(sc::hdf5 INTERFACE PkgConfig::HDF5_SERIAL hdf5_serial_hl)

  add_library(sc::deflate INTERFACE IMPORTED GLOBAL)
  target_link_libraries(sc::deflate INTERFACE ZLIB::ZLIB)
  if(ISAL_FOUND)
    target_link_libraries(sc::deflate INTERFACE PkgConfig::ISAL)
    target_compile_definitions(sc::deflate INTERFACE SECONDCURVE_HAVE_ISAL)
  endif()

  # Without it `export --xlsx` says what to install.
  add_library(sc::workbook INTERFACE IMPORTED GLOBAL)
  if(XLSXWRITER_FOUND)
    target_link_libraries(sc::workbook INTERFACE PkgConfig::XLSXWRITER)
    target_compile_definitions(sc::workbook INTERFACE SECONDCURVE_HAVE_XLSXWRITER)
  endif()
endif()
