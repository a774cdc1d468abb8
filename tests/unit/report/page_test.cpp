#include "engine/report/page.hpp"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::page_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing_files::Folder;

constexpr const char* plain_page =
    "<title>@TITLE@</title><style>@STYLE@</style><pre>@CHARTS_LICENSE@</pre><script>@CHARTS@</script>"
    "<script id=\"data\">@DATA@</script><script>@SCRIPT@</script>";

PageParts parts() {
  return {.page = plain_page,
          .style = "p { color: red }",
          .script = "draw(1 < 2);",
          .charts = "library('@DATA@');",
          .charts_license = "Copyright <all> & others"};
}

template <class Action>
std::string io_error(Action&& action) {
  try {
    action();
  } catch (const IoError& error) {
    return error.what();
  }
  return "nothing thrown";
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

/// A folder with all files of a page and its library.
void fill(const Folder& folder) {
  write(folder.file("page.html"), plain_page);
  for (const char* name : {"page.css", "echarts.min.js", "LICENSES", "words.js", "numbers.js", "figure.js",
                           "charts.js", "sections.js", "comparison.js", "background.js", "page.js"})
    write(folder.file(name), std::string("/* ") + name + " */");
}

TEST(ReportPage, PutsEveryPartInItsPlaceOnce) {
  const std::string page = report_page(parts(), "A & <B>", "{\"x\":\"@SCRIPT@\"}");

  EXPECT_EQ(page,
            "<title>A &amp; &lt;B&gt;</title><style>p { color: red }</style><pre>Copyright &lt;all&gt; &amp; "
            "others</pre>"
            "<script>library('@DATA@');</script><script id=\"data\">{\"x\":\"@SCRIPT@\"}</script>"
            "<script>draw(1 < 2);</script>");
}

TEST(ReportPage, WantsEachPlaceholderOnce) {
  PageParts lacking = parts(), twice = parts();
  lacking.page.replace(lacking.page.find("@DATA@"), 6, "");
  twice.page += "@TITLE@";

  EXPECT_THAT(io_error([&] { report_page(lacking, "", ""); }), HasSubstr("@DATA@ once"));
  EXPECT_THAT(io_error([&] { report_page(twice, "", ""); }), HasSubstr("@TITLE@ once"));
}

TEST(ReadPageParts, ReadsTheScriptInItsOrder) {
  const Folder folder;
  fill(folder);

  const PageParts read = read_page_parts(folder.path(), folder.path(), "fetch it");

  EXPECT_EQ(read.charts, "/* echarts.min.js */");
  EXPECT_LT(read.script.find("words.js"), read.script.find("charts.js"));
  EXPECT_LT(read.script.find("charts.js"), read.script.find("page.js"));
}

TEST(ReadPageParts, SaysHowToFetchTheLibrary) {
  const Folder folder, none;
  fill(folder);

  EXPECT_THAT(
      io_error([&] { read_page_parts(folder.path(), none.path(), "fetch it"); }),
      AllOf(HasSubstr("echarts.min.js"), HasSubstr("the chart library is not there"), HasSubstr("fetch it")));
}

TEST(ReadPageParts, NamesTheFileThatIsMissingOrWouldEndItsElement) {
  const Folder folder;
  fill(folder);
  write(folder.file("words.js"), "const end = '</SCRIPT>';");
  EXPECT_THAT(io_error([&] { read_page_parts(folder.path(), folder.path(), ""); }),
              AllOf(HasSubstr("words.js"), HasSubstr("</script")));
  std::filesystem::remove(folder.file("words.js"));
  EXPECT_THAT(io_error([&] { read_page_parts(folder.path(), folder.path(), ""); }), HasSubstr("words.js"));
}

}  // namespace secondcurve::page_test
