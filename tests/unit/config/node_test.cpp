#include "engine/config/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "engine/core/contract.hpp"
#include "tests/support/contracts.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::node_test {

bool value_table(const std::string& text) {
  return is_value(*read_toml("a.b = " + text, "f").find_path("a.b"));
}

TEST(Node, GivesEachKindOfValue) {
  const Node root = read_toml("b = true\ni = 3\nn = 0.5\ns = \"x\"\na = [1]\nt = {}", "f");

  EXPECT_EQ(root.find("b")->as_boolean(), true);
  EXPECT_EQ(root.find("i")->as_integer(), 3);
  EXPECT_EQ(root.find("i")->as_number(), 3.0);
  EXPECT_EQ(root.find("n")->as_number(), 0.5);
  EXPECT_EQ(root.find("s")->as_string(), "x");
  EXPECT_EQ(root.find("a")->kind(), Node::Kind::array);
  EXPECT_EQ(root.find("t")->kind(), Node::Kind::table);
}

TEST(Node, BreaksAContractIfAskedForAnotherKind) {
  SC_NEEDS_CONTRACTS();
  const Node root = read_toml("s = \"x\"\nn = 0.5", "f");

  EXPECT_THROW(root.find("s")->as_number(), ContractViolation);
  EXPECT_THROW(root.find("s")->as_boolean(), ContractViolation);
  EXPECT_THROW(root.find("n")->as_integer(), ContractViolation);
  EXPECT_THROW(root.find("n")->as_string(), ContractViolation);
}

TEST(Node, FindsEntriesByNameAndByPath) {
  const Node root = read_toml("[simulation]\npaths = 10\n[sectors.x.growth]\nvolatility = 0.1", "f");

  EXPECT_EQ(root.find_path("sectors.x.growth.volatility")->as_number(), 0.1);
  EXPECT_EQ(root.find_path("simulation")->kind(), Node::Kind::table);
  EXPECT_EQ(root.find("paths"), nullptr);
  EXPECT_EQ(root.find_path("simulation.seed"), nullptr);
  EXPECT_EQ(root.find_path("simulation.paths.more"), nullptr);
  EXPECT_EQ(root.find_path(""), nullptr);
}

TEST(Node, KnowsItsFullKeyAndItsName) {
  const Node root = read_toml("[output]\nquantiles = [0.1, 0.5, {a = 1}]", "f");

  const Node& quantiles = *root.find_path("output.quantiles");
  EXPECT_EQ(root.key(), "");
  EXPECT_EQ(quantiles.key(), "output.quantiles");
  EXPECT_EQ(quantiles.name(), "quantiles");
  EXPECT_EQ(quantiles.children()[1].key(), "output.quantiles[1]");
  EXPECT_EQ(quantiles.children()[1].name(), "[1]");
  EXPECT_EQ(quantiles.children()[2].children()[0].key(), "output.quantiles[2].a");
}

TEST(Node, NamesKindsInPlainWords) {
  EXPECT_EQ(kind_name(Node::Kind::table), "a table");
  EXPECT_EQ(kind_name(Node::Kind::array), "a list");
  EXPECT_EQ(kind_name(Node::Kind::string), "text");
  EXPECT_EQ(kind_name(Node::Kind::integer), "a whole number");
  EXPECT_EQ(kind_name(Node::Kind::number), "a number");
  EXPECT_EQ(kind_name(Node::Kind::boolean), "a truth value");
}

TEST(IsValue, KnowsNumbersDistributionsAndSchedulesByTheirKeys) {
  EXPECT_TRUE(value_table("{ value = 1, source = 'D-1' }"));
  for (const char* key :
       {"normal", "lognormal", "uniform", "triangular", "pert", "beta", "student_t", "discrete"})
    EXPECT_TRUE(value_table(std::string("{ ") + key + " = [1, 2], why = 'x' }")) << key;
  EXPECT_TRUE(value_table("{ quantiles = { p10 = 1, p90 = 2 } }"));
  EXPECT_TRUE(value_table("{ csv = 'plan.csv', column = 'ai' }"));
}

TEST(IsValue, KnowsSchedulesByTheirYears) {
  EXPECT_TRUE(value_table("{ 2026 = 20, 2028 = 30 }"));
  EXPECT_TRUE(value_table("{ 2026 = 20, interpolate = 'linear' }"));
  EXPECT_TRUE(value_table("{ 2026 = 20, source = 'P-1' }"));
  EXPECT_FALSE(value_table("{ 202 = 20 }"));
  EXPECT_FALSE(value_table("{ interpolate = 'linear' }"));
  EXPECT_FALSE(value_table("{}"));
}

TEST(IsValue, TakesWordsThatAreNoKeysOfANumberForNames) {
  for (const char* name : {"gamma", "sd", "year", "min", "column", "weights"})
    EXPECT_FALSE(value_table(std::string("{ ") + name + " = 2 }")) << name;
}

TEST(IsValue, TakesSectionsForSections) {
  const Node root =
      read_toml("[output]\nquantiles = [0.5]\n[s.growth]\nmodel = 'm'\ngamma = 0.3\n[s.n]\nsum = 1", "f");

  EXPECT_FALSE(is_value(root));
  EXPECT_FALSE(is_value(*root.find("output")));
  EXPECT_FALSE(is_value(*root.find_path("s.growth")));
  EXPECT_FALSE(is_value(*root.find_path("s.n")));
  EXPECT_FALSE(is_value(*root.find_path("s.n.sum")));
}

}  // namespace secondcurve::node_test
