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
  const auto write_name = [&](const char* name) {
    write(folder.file(name), std::string("/* ") + name + " */");
  };
  for (const char* name : {"page.css", "echarts.min.js", "LICENSES"}) write_name(name);
  for (const char* name : page_script_files) write_name(name);
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
  std::string all;
  for (const char* name : page_script_files) all += std::string("/* ") + name + " */\n";
  EXPECT_EQ(read.script, all);
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
  const std::string last = page_script_files.back();
  write(folder.file(last), "const end = '</SCRIPT>';");
  EXPECT_THAT(io_error([&] { read_page_parts(folder.path(), folder.path(), ""); }),
              AllOf(HasSubstr(last), HasSubstr("</script")));
  std::filesystem::remove(folder.file(last));
  EXPECT_THAT(io_error([&] { read_page_parts(folder.path(), folder.path(), ""); }), HasSubstr(last));
}

}  // namespace secondcurve::page_test
