#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/model_info.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

enum class Colour { red, green };
template <>
struct EnumNames<Colour> {
  static constexpr std::array<std::string_view, 2> names{"red", "green"};
};

/// A table with a key of every simple kind, for the tests of what is made from descriptions.
struct Kinds {
  bool flag = true;
  int count = 1;
  double share = 0.0;
  Column rate;
  std::optional<Column> fast, slow;
  Column fixed;
  Colour colour = Colour::red;
  std::vector<double> levels;
  Weights weights;

  static constexpr std::string_view doc = "Every kind.";
  static auto fields() {
    return std::tuple{
        field("flag", &Kinds::flag, {.doc = "yes or no", .default_text = "true"}),
        field("count", &Kinds::count,
              {.range = {.low = 1, .high = 9}, .doc = "how many", .presence = Presence::required}),
        field("share", &Kinds::share, {.unit = "1", .range = share_range, .doc = "part | whole"}),
        field("rate", &Kinds::rate,
              {.unit = "1/year",
               .range = {.low = -1.0, .low_open = true},
               .doc = "growth",
               .default_text = "0"}),
        field("fast", &Kinds::fast, {.doc = "quick", .presence = Presence::one_of, .group = "speed"}),
        field("slow", &Kinds::slow, {.doc = "unhurried", .presence = Presence::one_of, .group = "speed"}),
        field("fixed", &Kinds::fixed, {.doc = "one value", .uncertain = false, .scheduled = false}),
        field("colour", &Kinds::colour, {.doc = "of it", .default_text = "red"}),
        field("levels", &Kinds::levels, {.range = share_range, .doc = "rising", .default_text = "0.1, 0.9"}),
        field("weights", &Kinds::weights, {.doc = "by name"}),
    };
  }
};

struct Heading {
  std::string title, base;

  static constexpr std::string_view doc = "What it is.";
  static auto fields() {
    return std::tuple{field("title", &Heading::title, {.doc = "name", .presence = Presence::required}),
                      field("base", &Heading::base, {.doc = "file"})};
  }
};

struct Root {
  Heading scenario;
  Named<Kinds> kinds;

  static constexpr std::string_view doc = "All.";
  static auto fields() {
    return std::tuple{field("scenario", &Root::scenario, {.doc = "heading", .presence = Presence::required}),
                      field("kinds", &Root::kinds, {.doc = "the kinds"})};
  }
};

/// The description of a key of Kinds.
inline KeyInfo key_of_kinds(std::string_view name) {
  for (KeyInfo& key : table_info<Kinds>("").keys)
    if (key.name == name) return key;
  return {};
}

/// A model whose parameters are the keys of Kinds.
inline ModelInfo kinds_model() {
  return {.name = "kinds",
          .title = "All kinds",
          .summary = "For tests.",
          .equation = R"(\mathrm{d}Y = \mu Y\,\mathrm{d}t)",
          .step = "exact for any step",
          .source = "nobody (1900)",
          .keys = table_info<Kinds>("").keys,
          .states = {{"growth", "1"}},
          .noises = {{"output", NoiseKind::normal, "dW"}, {"coin", NoiseKind::uniform, "heads"}}};
}

}  // namespace secondcurve
