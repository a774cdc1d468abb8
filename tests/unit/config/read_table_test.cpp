#include "engine/config/read_table.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"

namespace secondcurve {

enum class Fruit { apple, pear };
template <>
struct EnumNames<Fruit> {
  static constexpr std::array<std::string_view, 2> names{"apple", "pear"};
};

namespace read_table_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A table with a key of every type.
struct Basket {
  bool open = true;
  int pieces = 1;
  std::uint64_t seed = 2;
  double weight = 3.0;
  std::string label = "none";
  std::vector<double> sizes{4.0};
  std::vector<std::string> marks{"m"};
  Weights shares;
  Named<Weights> loadings;
  Fruit fruit = Fruit::apple;
  std::optional<double> discount;

  static constexpr std::string_view doc = "A basket.";
  static auto fields() {
    return std::tuple{field("open", &Basket::open, {}),
                      field("pieces", &Basket::pieces, {.range = {.low = 0, .high = 1e12}}),
                      field("seed", &Basket::seed, {}),
                      field("weight", &Basket::weight, {.range = positive}),
                      field("label", &Basket::label, {}),
                      field("sizes", &Basket::sizes, {.range = share_range}),
                      field("marks", &Basket::marks, {}),
                      field("shares", &Basket::shares, {}),
                      field("loadings", &Basket::loadings, {.range = correlation_range}),
                      field("fruit", &Basket::fruit, {}),
                      field("discount", &Basket::discount, {})};
  }
};

/// A table with keys that must be written, and keys of which one must.
struct Order {
  std::string name;
  std::optional<double> price, price_each;
  std::optional<double> early, late;
  Named<Basket> baskets;

  static constexpr std::string_view doc = "An order.";
  static auto fields() {
    return std::tuple{
        field("name", &Order::name, {.presence = Presence::required}),
        field("price", &Order::price, {.presence = Presence::one_of, .group = "price"}),
        field("price_each", &Order::price_each, {.presence = Presence::one_of, .group = "price"}),
        field("early", &Order::early, {.presence = Presence::at_most_one_of, .group = "time"}),
        field("late", &Order::late, {.presence = Presence::at_most_one_of, .group = "time"}),
        field("baskets", &Order::baskets, {})};
  }
};

template <class T>
struct Read {
  T value;
  std::vector<std::string> messages;
  Reading reading;
};

template <class T>
Read<T> read(const std::string& toml) {
  Read<T> out{{}, {}, Reading(Reading::FileReader())};
  read_table(read_toml(toml, "a.toml"), out.value, out.reading);
  for (const Diagnostic& each : out.reading.diagnostics()) out.messages.push_back(to_string(each));
  return out;
}

std::vector<std::string> basket_errors(const std::string& toml) { return read<Basket>(toml).messages; }

TEST(ReadTable, ReadsAKeyOfEveryType) {
  const auto [basket, messages, reading] = read<Basket>(
      "open = false\npieces = 5\nseed = 9223372036854775807\nweight = \"50%\"\nlabel = \"x\"\n"
      "sizes = [0.5, { value = 0.25 }]\nmarks = [\"p\", \"q\"]\nshares = { b = 1, a = 0.5 }\n"
      "loadings = { b = { f = 0.5 } }\nfruit = \"pear\"\ndiscount = 0.1\n");

  EXPECT_THAT(messages, IsEmpty());
  EXPECT_FALSE(basket.open);
  EXPECT_EQ(basket.pieces, 5);
  EXPECT_EQ(basket.seed, std::uint64_t{9223372036854775807u});
  EXPECT_EQ(basket.weight, 0.5);
  EXPECT_EQ(basket.label, "x");
  EXPECT_THAT(basket.sizes, ElementsAre(0.5, 0.25));
  EXPECT_THAT(basket.marks, ElementsAre("p", "q"));
  EXPECT_THAT(basket.shares, ElementsAre(std::pair("b", 1.0), std::pair("a", 0.5)));
  ASSERT_EQ(basket.loadings.size(), 1u);
  EXPECT_THAT(basket.loadings[0].value, ElementsAre(std::pair("f", 0.5)));
  EXPECT_EQ(basket.fruit, Fruit::pear);
  EXPECT_EQ(basket.discount, 0.1);
}

TEST(ReadTable, KeepsDefaultsOfKeysThatAreAbsentOrWrong) {
  const auto [basket, messages, reading] = read<Basket>("pieces = \"many\"\nopen = 1\nweight = -1\n");

  EXPECT_EQ(messages.size(), 3u);
  EXPECT_TRUE(basket.open);
  EXPECT_EQ(basket.pieces, 1);
  EXPECT_EQ(basket.weight, 3.0);
  EXPECT_THAT(basket.sizes, ElementsAre(4.0));
}

TEST(ReadTable, ReportsAValueOfTheWrongKind) {
  EXPECT_THAT(basket_errors("open = 1"), ElementsAre(HasSubstr("must be true or false")));
  EXPECT_THAT(basket_errors("label = 1"), ElementsAre(HasSubstr("must be text")));
  EXPECT_THAT(basket_errors("sizes = 0.5"), ElementsAre(HasSubstr("a list of numbers")));
  EXPECT_THAT(basket_errors("marks = \"p\""), ElementsAre(HasSubstr("a list of texts")));
  EXPECT_THAT(basket_errors("shares = [1]"), ElementsAre(HasSubstr("a table of numbers")));
  EXPECT_THAT(basket_errors("loadings = 1"), ElementsAre(HasSubstr("a table of tables")));
}

TEST(ReadTable, ReportsEachWrongElementOfAList) {
  EXPECT_THAT(basket_errors("sizes = [0.5, 2, \"x\"]"),
              ElementsAre(HasSubstr("sizes[1] = 2"), HasSubstr("sizes[2]: is text")));
  EXPECT_THAT(basket_errors("marks = [\"p\", 2]"), ElementsAre(HasSubstr("marks[1]: is")));
}

TEST(ReadTable, ReportsEachWrongNumberOfATable) {
  EXPECT_THAT(basket_errors("loadings = { b = { f = 2 }, c = 1 }"),
              ElementsAre(HasSubstr("loadings.b.f = 2"), HasSubstr("loadings.c: is")));
}

TEST(ReadTable, RefusesAnUnknownKeyAndPointsToTheNearest) {
  EXPECT_THAT(basket_errors("peices = 2"),
              ElementsAre(AllOf(HasSubstr("a.toml:1:1: peices: unknown key"), HasSubstr("'pieces'"))));
}

TEST(ReadTable, RefusesEnabledOutsideNamedEntries) {
  EXPECT_THAT(basket_errors("enabled = true"), ElementsAre(HasSubstr("enabled: unknown key")));
}

TEST(ReadInteger, RefusesDecimalNumbersInWords) {
  EXPECT_THAT(basket_errors("pieces = 1e3"),
              ElementsAre(AllOf(HasSubstr("is the decimal number"), HasSubstr("Write 100_000"))));
  EXPECT_THAT(basket_errors("pieces = 1.5"), ElementsAre(HasSubstr("a whole number")));
}

TEST(ReadInteger, RefusesWhatItsTypeCannotHold) {
  EXPECT_THAT(basket_errors("pieces = 3_000_000_000"), ElementsAre(HasSubstr("is too large")));
  EXPECT_THAT(basket_errors("pieces = -1"), ElementsAre(HasSubstr("pieces = -1: must be")));
  EXPECT_THAT(basket_errors("seed = -1"), ElementsAre(HasSubstr("at least 0")));
}

TEST(ReadChoice, NamesWhatThereIs) {
  EXPECT_THAT(basket_errors("fruit = \"paer\""),
              ElementsAre(AllOf(HasSubstr("fruit = \"paer\""), HasSubstr("allowed: apple, pear"),
                                HasSubstr("Did you mean 'pear'?"))));
  EXPECT_THAT(basket_errors("fruit = 1"), ElementsAre(HasSubstr("allowed: apple, pear")));
}

TEST(ReadPresence, AsksForARequiredKey) {
  const auto [order, messages, reading] = read<Order>("price = 1\n");

  EXPECT_THAT(messages, ElementsAre(HasSubstr("has no name")));
  EXPECT_TRUE(reading.has_error("name"));
  EXPECT_FALSE(reading.has_error("price"));
}

TEST(ReadPresence, WantsExactlyOneOfAGroup) {
  EXPECT_THAT(read<Order>("name = \"n\"\n").messages, ElementsAre(HasSubstr("has no price or price_each")));
  EXPECT_THAT(read<Order>("name = \"n\"\nprice = 1\nprice_each = 2\n").messages,
              ElementsAre(AllOf(HasSubstr("a.toml:3:1"), HasSubstr("price and price_each"))));
}

TEST(ReadPresence, CountsAKeyThatIsWrongAsWritten) {
  EXPECT_THAT(read<Order>("name = 5\nprice = \"x\"\n").messages,
              ElementsAre(HasSubstr("name: is"), HasSubstr("price: is")));
}

TEST(ReadPresence, WantsAtMostOneOfAnotherGroup) {
  EXPECT_THAT(read<Order>("name = \"n\"\nprice = 1\nearly = 1\n").messages, IsEmpty());
  EXPECT_THAT(read<Order>("name = \"n\"\nprice = 1\nearly = 1\nlate = 2\n").messages,
              ElementsAre(HasSubstr("has early and late")));
}

TEST(ReadNamedTables, KeepsTheOrderAndLeavesOutWhatIsSwitchedOff) {
  const auto [order, messages, reading] = read<Order>(
      "name = \"n\"\nprice = 1\n[baskets.red]\npieces = 2\n[baskets.green]\nenabled = false\npieces = 9\n"
      "[baskets.blue]\nenabled = true\npieces = 3\n");

  EXPECT_THAT(messages, IsEmpty());
  ASSERT_EQ(order.baskets.size(), 2u);
  EXPECT_EQ(order.baskets[0].name, "red");
  EXPECT_EQ(order.baskets[1].name, "blue");
  EXPECT_EQ(order.baskets[1].value.pieces, 3);
}

TEST(ReadNamedTables, ReportsNamesAndEntriesThatAreWrongAndReadsTheOthers) {
  const auto [order, messages, reading] = read<Order>(
      "name = \"n\"\nprice = 1\n[baskets]\nRed = { pieces = 2 }\ngreen = 5\nblue = { pieces = \"x\" }\n");

  EXPECT_THAT(messages,
              ElementsAre(HasSubstr("baskets.Red: is no allowed name"), HasSubstr("baskets.green: is"),
                          HasSubstr("baskets.blue.pieces: is text")));
  ASSERT_EQ(order.baskets.size(), 1u);
  EXPECT_EQ(order.baskets[0].name, "blue");
}

}  // namespace read_table_test
}  // namespace secondcurve
