#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/schema/field.hpp"

namespace secondcurve {

// How numbers are written in configs, described once: the reader, the JSON Schema and the reference page
// take the names of keys from here.

/// Keys of a table that is one number.
namespace number_keys {
inline constexpr std::string_view value = "value";
inline constexpr std::string_view source = "source";  ///< ids of facts: text with ';' between, or a list
inline constexpr std::string_view why = "why";        ///< a reason in words
inline constexpr std::string_view min = "min";        ///< cuts a distribution off below
inline constexpr std::string_view max = "max";        ///< cuts a distribution off above
inline constexpr std::string_view parameter = "parameter";  ///< name of a shared number: [parameters.NAME]
inline constexpr std::string_view csv = "csv";              ///< file with a column `year`
inline constexpr std::string_view column = "column";        ///< column of that file
inline constexpr std::string_view interpolate = "interpolate";
}  // namespace number_keys

/// What an unlisted year takes in a number that changes by year.
enum class Interpolation {
  steps,   ///< the last listed value
  linear,  ///< the straight line between its listed neighbours
};
template <>
struct EnumNames<Interpolation> {
  static constexpr std::array<std::string_view, 2> names{"steps", "linear"};
};

enum class DistributionKind {
  normal,
  lognormal,
  uniform,
  triangular,
  pert,
  beta,
  student_t,
  discrete,
  quantiles
};

/// How the numbers of a distribution are written.
enum class DistributionStyle {
  list,    ///< `normal = [mean, sd]`
  pairs,   ///< `discrete = [[value, weight], ...]`
  shares,  ///< `quantiles = { p10 = value, ... }`, the share in percent
};

/// A distribution as configs write it: `normal = [mean, sd]`.
struct DistributionForm {
  DistributionKind kind;
  std::string_view name;
  std::array<std::string_view, 3> names;  ///< of its numbers; those past n_numbers are empty
  std::size_t n_numbers;
  std::string_view doc;
  DistributionStyle style = DistributionStyle::list;

  constexpr std::span<const std::string_view> numbers() const { return {names.data(), n_numbers}; }
};

inline constexpr std::array<DistributionForm, 9> distribution_forms{{
    {DistributionKind::normal,
     "normal",
     {"mean", "sd"},
     2,
     "bell curve with that mean and standard deviation"},
    {DistributionKind::lognormal,
     "lognormal",
     {"mean", "sd"},
     2,
     "always above 0, longer on the upper side; mean and standard deviation of the number itself"},
    {DistributionKind::uniform, "uniform", {"low", "high"}, 2, "every value between the two equally likely"},
    {DistributionKind::triangular,
     "triangular",
     {"low", "mode", "high"},
     3,
     "from low to high, most likely at the mode"},
    {DistributionKind::pert,
     "pert",
     {"low", "mode", "high"},
     3,
     "from low to high, most likely at the mode, smoother and closer to it than triangular: a beta "
     "distribution of mean (low + 4 mode + high) / 6"},
    {DistributionKind::beta,
     "beta",
     {"alpha", "beta"},
     2,
     "a share from 0 to 1 of mean alpha / (alpha + beta), known as well as from alpha + beta observations"},
    {DistributionKind::student_t,
     "student_t",
     {"location", "scale", "degrees_of_freedom"},
     3,
     "a bell curve with heavier tails the fewer the degrees of freedom (above 2)"},
    {DistributionKind::discrete,
     "discrete",
     {"value", "weight"},
     2,
     "one of some values, each as likely as its weight among all weights",
     DistributionStyle::pairs},
    {DistributionKind::quantiles,
     "quantiles",
     {"p10", "p50", "p90"},
     3,
     "lies below the value of p10 with a probability of 10%, and so on, for any two or more probabilities; "
     "smooth between them, with the tails of a normal distribution; p2_5 stands for 2.5%",
     DistributionStyle::shares},
}};

/// Words that no entry may have as its name although they make no number: they have a meaning beside entries.
inline constexpr std::array<std::string_view, 4> kept_names{"model", "enabled", "source", "why"};

/// The keys that make their table one number, and so cannot be names: value, parameter, csv and the
/// distributions.
inline constexpr auto value_keys = [] {
  std::array<std::string_view, 3 + distribution_forms.size()> keys{number_keys::value, number_keys::parameter,
                                                                   number_keys::csv};
  for (std::size_t i = 0; i < distribution_forms.size(); ++i) keys[3 + i] = distribution_forms[i].name;
  return keys;
}();
bool is_value_key(std::string_view name);
bool is_kept_name(std::string_view name);

/// How a distribution is written: "normal = [mean, sd]".
std::string usage(const DistributionForm& form);

/// All ways to write a number that may be uncertain or vary by year, in words, for error messages.
std::string quantity_usage();

}  // namespace secondcurve
