#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace secondcurve {

/// A place in a text file, counted from 1. Line 0 means the file as a whole.
struct SourcePosition {
  std::string file;  ///< as the user would write it, or "--set" for the command line
  int line = 0;
  int column = 0;

  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

/// One thing wrong with a config, said so that the reader knows what to change.
struct Diagnostic {
  SourcePosition where;
  std::string key;      ///< full dotted key, empty for a syntax error
  std::string problem;  ///< "= -0.2 [1/sqrt(year)]: must be at least 0"
  std::string allowed;  ///< what would be right; empty when the problem already says it
  std::string hint;     ///< "Did you mean 'volatility'?"; may be empty
};

/// Formats one diagnostic as `file:line:column: key: problem (allowed). hint`.
std::string to_string(const Diagnostic& diagnostic);

/// A config that cannot be run (exit status 2). Carries every error of meaning found, in file order.
class ConfigError final : public std::runtime_error {
 public:
  explicit ConfigError(std::vector<Diagnostic> diagnostics);
  explicit ConfigError(Diagnostic diagnostic);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// A misuse of the command line (exit status 2).
class UsageError final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A disk or file-format failure (exit status 3).
class IoError final : public std::runtime_error {
 public:
  /// @param path the file; @param operation what was tried ("create", "write output"); @param reason
  /// the library's or the system's message, with what to do about it when that is known.
  IoError(std::string path, std::string operation, std::string reason);

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A simulation that left the range of the numbers (exit status 4).
class NumericalError final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user asked to stop (exit status 130).
class Interrupted final : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace secondcurve
