// Writes small result files of several scenarios, part-NAME.h5, and all of them merged, merged.h5, for
// merged_readers_test.py; or merges a file many times over, to see how that scales.

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "engine/output/merge_results.hpp"
#include "tests/unit/output/sample_parts.hpp"

int main(int argc, char** argv) {
  using namespace secondcurve;
  if (argc != 2 && argc != 4) {
    std::cerr << "usage: make_merged FOLDER | make_merged OUT PART TIMES\n";
    return EXIT_FAILURE;
  }
  try {
    if (argc == 2) {
      const std::string folder = argv[1];
      sample::write_parts(folder);
      merge_results(sample::merge_parts(folder), sample::merge_extras(), folder + "/merged.h5",
                    Overwrite::replace);
    } else {
      std::vector<MergePart> parts;
      for (int i = 0; i < std::atoi(argv[3]); ++i)
        parts.push_back({"scenario_" + std::to_string(i), "Scenario", argv[2], "done", ""});
      merge_results(parts, {}, argv[1], Overwrite::replace);
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
