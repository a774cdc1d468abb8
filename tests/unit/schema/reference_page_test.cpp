#include "engine/schema/reference_page.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schema/quantity_forms.hpp"
#include "tests/unit/schema/keys.hpp"

namespace secondcurve::reference_page_test {

using ::testing::HasSubstr;

TEST(KeyTable, HasARowPerKeyWithBarsEscaped) {
  const std::string table = key_table(table_info<Kinds>("").keys);

  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 2 + 10);
  EXPECT_THAT(table, HasSubstr("| `share` | part \\| whole | `1` | from 0 to 1 |  |  |\n"));
  EXPECT_THAT(table, HasSubstr("| `rate` | growth | `1/year` | above -1 | `0` | uncertain, by year |\n"));
}

TEST(ReferencePage, HasASectionPerTable) {
  const std::string page = reference_page(table_info<Root>(""), {});

  EXPECT_THAT(page, HasSubstr("\n## `[scenario]`\n\nWhat it is.\n"));
  EXPECT_THAT(page, HasSubstr("\n## `[kinds.NAME]`\n\nEvery kind.\n"));
  EXPECT_THAT(page, HasSubstr("| [`[kinds.NAME]`](#kindsname) | the kinds |\n"));
  EXPECT_FALSE(page.ends_with("\n\n"));
}

TEST(ReferencePage, ExplainsEveryDistribution) {
  const std::string page = reference_page(table_info<Root>(""), {});

  for (const DistributionForm& form : distribution_forms)
    EXPECT_THAT(page, HasSubstr("`{ " + usage(form) + " }`"));
}

}  // namespace secondcurve::reference_page_test
