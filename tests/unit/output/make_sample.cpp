// Writes a small result file with every kind of content, for readers_test.py.

#include <cstdlib>
#include <exception>
#include <iostream>

#include "tests/unit/output/sample.hpp"

int main(int argc, char** argv) {
  using namespace secondcurve;
  if (argc != 2) {
    std::cerr << "usage: make_sample FILE\n";
    return EXIT_FAILURE;
  }
  constexpr std::uint64_t n_paths = 1000;
  try {
    ResultWriter writer(argv[1], Overwrite::replace);
    writer.write_root(sample::root(n_paths));
    writer.write_group(sample::parameters());
    BlockSink& output = writer.add_cube(sample::output_cube(n_paths));
    BlockSink& parameters = writer.add_cube(sample::parameters_cube(n_paths));
    for (std::uint64_t block = 0; block < sample::n_blocks(n_paths); ++block) {
      const sample::Block values(block, n_paths);
      output.take(values.view());
      parameters.take(values.view());
    }
    writer.write_group(sample::summary());
    writer.write_group(sample::provenance());
    writer.commit();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
