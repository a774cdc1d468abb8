#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/program_options.hpp>

namespace secondcurve::cli {

/// What a command says of itself and takes.
struct CommandSyntax {
  std::string_view name;                                ///< "run"
  std::string_view usage;                               ///< "FILE [-o OUT.h5] [options]"
  std::string_view summary;                             ///< one or two sentences
  std::vector<std::pair<const char*, int>> positional;  ///< option names and counts (-1: any number)
};

/// A whole number among the arguments, which may be written as in a config: 1_000_000.
struct WholeNumber {
  std::int64_t value = 0;
};

/// How program_options reads one. Throws its error where the text is none.
void validate(boost::any& value, const std::vector<std::string>& texts, WholeNumber*, int);

/// Parses the arguments of a command. With --help prints its page and returns nothing. Throws UsageError.
std::optional<boost::program_options::variables_map> parse_arguments(
    const CommandSyntax& syntax, const boost::program_options::options_description& options,
    const std::vector<std::string>& arguments);

/// An option's value, or nothing where it was not given.
template <class T>
std::optional<T> option(const boost::program_options::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<T>();
}

/// Names of two options that exclude each other.
using OptionPair = std::pair<const char*, const char*>;

/// Throws UsageError, naming both, if both options of a pair were given.
void refuse_both(const CommandSyntax& syntax, const boost::program_options::variables_map& values,
                 std::span<const OptionPair> pairs);

/// The values of an option that may be repeated.
std::vector<std::string> options_of(const boost::program_options::variables_map& values, const char* name);

}  // namespace secondcurve::cli
