#include "engine/cli/command_line.hpp"

#include <cstdio>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {
/// Says what is wrong with the arguments, with the nearest option that exists.
std::string usage_problem(const CommandSyntax& syntax, const po::options_description& options,
                          const po::error& failure) {
  std::string text = failure.what();
  if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&failure)) {
    std::vector<std::string> names;
    for (const auto& option : options.options()) names.push_back("--" + option->long_name());
    text = fmt::format("unknown option '{}'", unknown->get_option_name());
    if (const std::string hint = did_you_mean(unknown->get_option_name(), names); !hint.empty())
      text += ". " + hint;
  }
  return fmt::format("secondcurve {}: {}\nUsage: secondcurve {} {}", syntax.name, text, syntax.name,
                     syntax.usage);
}
}  // namespace

void validate(boost::any& value, const std::vector<std::string>& texts, WholeNumber*, int) {
  po::validators::check_first_occurrence(value);
  const std::string& text = po::validators::get_single_string(texts);
  const bool negative = text.starts_with('-');
  const std::optional<std::uint64_t> size = whole_number(std::string_view(text).substr(negative ? 1 : 0));
  if (!size || *size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    throw po::invalid_option_value(text);
  const auto number = static_cast<std::int64_t>(*size);
  value = WholeNumber{negative ? -number : number};
}

std::optional<po::variables_map> parse_arguments(const CommandSyntax& syntax,
                                                 const po::options_description& options,
                                                 const std::vector<std::string>& arguments) {
  po::options_description visible("Options");
  for (const auto& option : options.options()) visible.add(option);
  visible.add_options()("help,h", "this page");
  po::options_description all;
  all.add(visible);
  po::positional_options_description positional;
  for (const auto& [name, count] : syntax.positional) {
    positional.add(name, count);
    all.add_options()(name, po::value<std::vector<std::string>>());
  }
  try {
    po::variables_map values;
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(positional)
                  .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
                  .run(),
              values);
    if (values.count("help") != 0) {
      std::ostringstream page;
      page << visible;
      fmt::print("Usage: secondcurve {} {}\n\n{}\n\n{}", syntax.name, syntax.usage, syntax.summary,
                 page.str());
      return std::nullopt;
    }
    po::notify(values);
    return values;
  } catch (const po::error& failure) {
    throw UsageError(usage_problem(syntax, options, failure));
  }
}

void refuse_both(const CommandSyntax& syntax, const po::variables_map& values,
                 std::span<const OptionPair> pairs) {
  for (const auto& [one, other] : pairs)
    if (values.count(one) > 0 && values.count(other) > 0)
      throw UsageError(
          fmt::format("secondcurve {}: --{} and --{} exclude each other", syntax.name, one, other));
}

std::vector<std::string> options_of(const po::variables_map& values, const char* name) {
  return option<std::vector<std::string>>(values, name).value_or(std::vector<std::string>{});
}

}  // namespace secondcurve::cli
