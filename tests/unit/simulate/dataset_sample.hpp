#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/labelled.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::test {

using Texts = std::map<std::string, std::string>;

/// A whole and one part, a plain target and a joint one, a drawn parameter and a cited fact.
inline Texts small_texts() {
  const std::string body =
      sector("cars", "{ value = 100, sd = 5, source = \"F-1\" }",
             "model = \"geometric_brownian\", drift = { normal = [0.05, 0.01] }, volatility = 0.1") +
      sector("data", "40", "model = \"path\", growth = 0.1") + series("cars", "cars = 1", "all") +
      series("all", "cars = 1, data = 1") +
      "[targets.high]\nseries = \"all\"\nyear = 2030\nat_least = 180\n"
      "[targets.low]\nseries = \"cars\"\nyear = 2029\nat_most = 100\n"
      "[targets.both]\nall_of = [\"high\", \"low\"]\n";
  std::string head(scenario_head);
  head.replace(head.find("[account]"), 9, "[account]\nfacts = \"facts.csv\"");
  return {{"folder/small.toml", head + body}, {"folder/facts.csv", "id\nF-1\n"}};
}

/// A loaded scenario with the files that its document needs.
class Loaded final {
 public:
  explicit Loaded(Texts texts = small_texts(), const std::vector<std::string>& overrides = {},
                  const std::string& path = "folder/small.toml")
      : files_(std::move(texts)), loaded_(load_scenario(path, overrides, files_)) {}

  const LoadedScenario& operator*() const { return loaded_; }
  const Scenario& scenario() const { return loaded_.scenario; }

 private:
  MemoryFiles files_;
  LoadedScenario loaded_;
};

/// The texts of the small scenario with one piece of one of them exchanged.
inline Texts changed(const std::string& file, const std::string& from, const std::string& to) {
  Texts texts = small_texts();
  std::string& text = texts.at(file);
  text.replace(text.find(from), from.size(), to);
  return texts;
}

inline const Variable& variable(const Group& group, std::string_view name) {
  for (const Variable& each : group.variables)
    if (each.name == name) return each;
  throw std::out_of_range(std::string(name));
}

inline const std::vector<double>& numbers(const Group& group, std::string_view name) {
  return std::get<std::vector<double>>(variable(group, name).data);
}

inline const std::vector<std::string>& texts(const Group& group, std::string_view name) {
  return std::get<std::vector<std::string>>(variable(group, name).data);
}

inline std::string text_attribute(const Group& group, std::string_view name) {
  for (const Attribute& each : group.attributes)
    if (each.name == name) return std::get<std::string>(each.value);
  return "no such attribute";
}

/// Expects that dimensions exist and fit the data, and that no name stands twice.
inline void expect_consistent(const Group& root, const Group& group) {
  std::map<std::string, std::size_t> sizes;
  for (const Dimension& each : root.dimensions) sizes[each.name] = each.size;
  if (&group != &root) {
    for (const Dimension& each : group.dimensions)
      EXPECT_TRUE(sizes.emplace(each.name, each.size).second) << each.name;
  }
  std::set<std::string> names;
  for (const Variable& each : group.variables) {
    SCOPED_TRACE(group.name + "/" + each.name);
    std::size_t n = 1;
    for (const std::string& dimension : each.dimensions) {
      ASSERT_TRUE(sizes.contains(dimension)) << dimension;
      n *= sizes[dimension];
    }
    EXPECT_EQ(std::visit([](const auto& data) { return data.size(); }, each.data), n);
    EXPECT_TRUE(names.insert(each.name).second) << "stands twice";
    std::set<std::string> attributes;
    for (const Attribute& attribute : each.attributes)
      EXPECT_TRUE(attributes.insert(attribute.name).second) << attribute.name << " stands twice";
    EXPECT_THAT(attributes, ::testing::Contains("long_name"));
    if (std::holds_alternative<std::vector<double>>(each.data)) {
      EXPECT_THAT(attributes, ::testing::Contains("units"));
    }
  }
}

}  // namespace secondcurve::test
