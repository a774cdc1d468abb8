#pragma once

#include <string>

namespace secondcurve {

/// Whether a file is the finished result that is expected.
struct ResultCheck {
  enum class State {
    missing,  ///< there is no such file
    whole,
    other,   ///< a sound result, but the attribute says that it is another
    damaged  ///< cut short, or what is in it cannot be read
  };
  State state = State::missing;
  std::string problem;  ///< what is wrong, empty where it is whole
};

/// Reads a result file of one scenario from end to end: all labels, texts, numbers and chunks of cubes, whose
/// checksums find damage. A file that was cut short is always found. What no checksum covers is not: a
/// changed digit among the numbers of /summary, or in a cube that is not compressed.
/// @param attribute of the file, of type text, such as "run_fingerprint". @param value what it has to be.
ResultCheck check_result(const std::string& path, const std::string& attribute, const std::string& value);

}  // namespace secondcurve
