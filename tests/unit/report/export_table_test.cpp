#include "engine/report/export_table.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"

namespace secondcurve::export_table_test {

using ::testing::ElementsAre;

ExportTable table_by_year() {
  ExportTable table{"output",     "Output", "?", "", {{"series", ""}, {"statistic", ""}, {"unit", ""}},
                    {2025, 2026}, {}};
  table.rows = {{{"cars", "mean", "bn"}, {1.5, 2.5}},
                {{"cars", "p5", "bn"}, {not_a_number, 0.1}},
                {{"data", "mean", "bn"}, {not_a_number, not_a_number}}};
  return table;
}

TEST(CellText, ReadsBackAsTheSameDouble) {
  for (const double number : {0.1, 1.0 / 3.0, 1e-300, -123456789.123456789, 1.7976931348623157e308})
    EXPECT_EQ(std::stod(cell_text(number)), number);
  EXPECT_EQ(cell_text(100.0), "100");
  EXPECT_EQ(cell_text(not_a_number), "");
  EXPECT_EQ(cell_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(cell_text(TableCell()), "");
}

TEST(DelimitedLine, QuotesWithCommasWhereNeeded) {
  EXPECT_EQ(delimited_line({"a", "b,c", "say \"x\"", "two\nlines", ""}, Separator::comma),
            "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\n");
}

TEST(DelimitedLine, HasNoTabsInValuesBetweenTabs) {
  EXPECT_EQ(delimited_line({"a\tb", "two\r\nlines", "\"x\""}, Separator::tab), "a b\ttwo  lines\t\"x\"\n");
}

TEST(SoundText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(sound_text("汽车"), "汽车");
  EXPECT_EQ(sound_text("a\xff\xfe"
                       "b"),
            "a\xef\xbf\xbd\xef\xbf\xbd"
            "b");
}

TEST(LongLines, HaveALineForEachDefinedFigure) {
  EXPECT_THAT(long_header(table_by_year()), ElementsAre("series", "statistic", "unit", "year", "value"));
  EXPECT_EQ(long_lines(table_by_year(), Separator::comma),
            "cars,mean,bn,2025,1.5\ncars,mean,bn,2026,2.5\ncars,p5,bn,2026,0.1\n");
}

TEST(StatisticsAsColumns, HaveARowForEachYear) {
  const ExportTable wide = with_statistics_as_columns(table_by_year());

  EXPECT_THAT(long_header(wide), ElementsAre("series", "unit", "year", "mean", "p5"));
  EXPECT_EQ(long_lines(wide, Separator::tab), "cars\tbn\t2025\t1.5\t\ncars\tbn\t2026\t2.5\t0.1\n");
}

TEST(MergeInto, PutsRowsAndYearsTogether) {
  std::vector<ExportTable> tables;
  merge_into(tables, table_by_year());
  ExportTable later = table_by_year();
  later.years = {2026, 2027};
  merge_into(tables, later);

  ASSERT_EQ(tables.size(), 1u);
  EXPECT_THAT(tables[0].years, ElementsAre(2025, 2026, 2027));
  EXPECT_EQ(long_lines(tables[0], Separator::comma),
            "cars,mean,bn,2025,1.5\ncars,mean,bn,2026,2.5\ncars,p5,bn,2026,0.1\n"
            "cars,mean,bn,2026,1.5\ncars,mean,bn,2027,2.5\ncars,p5,bn,2027,0.1\n");
}

TEST(MergeInto, KeepsTheOrderInWhichTablesAreShown) {
  std::vector<ExportTable> tables;
  for (const char* name : {"about", "growth", "differences", "output"}) {
    ExportTable table;
    table.name = name;
    merge_into(tables, table);
  }

  std::vector<std::string> names;
  for (const ExportTable& table : tables) names.push_back(table.name);
  EXPECT_THAT(names, ElementsAre("output", "growth", "differences", "about"));
}

TEST(ExportTable, RefusesAColumnThatItDoesNotHave) {
  EXPECT_EQ(table_by_year().column("unit"), 2u);
  EXPECT_THROW(table_by_year().column("region"), std::out_of_range);
}

}  // namespace secondcurve::export_table_test
