#include "engine/config/document.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::document_test {

using testing::ElementsAre;

using Texts = std::map<std::string, std::string>;

std::string load_error(const std::string& path, const Texts& texts,
                       const std::vector<std::string>& overrides = {}) {
  const MemoryFiles files(texts);
  return error_text([&] { Document::load(path, overrides, files); });
}

std::vector<std::string> file_names(const Document& document) {
  std::vector<std::string> out;
  for (const SourceFile& file : document.files()) out.push_back(file.name);
  return out;
}

const Texts shanghai = {
    {"configs/baseline.toml",
     "[scenario]\ntitle = 'Baseline'\n[simulation]\npaths = 10\nseed = 1\n[account]\nfacts = "
     "'data/facts.csv'\n"},
    {"configs/scenarios/push.toml",
     "[scenario]\ntitle = 'Push'\nbase = '../baseline.toml'\n[simulation]\nseed = 2\n[links]\ncsv = "
     "'links.csv'\n"},
    {"configs/scenarios/more.toml", "[scenario]\nbase = 'push.toml'\n[simulation]\npaths = 30\n"},
    {"configs/data/facts.csv", "id\nD-1\n"},
    {"configs/scenarios/links.csv", "supplier\n"}};

TEST(Document, MergesTheChainOfItsBases) {
  const MemoryFiles files(shanghai);

  const Document document = Document::load("configs/scenarios/more.toml", {}, files);

  EXPECT_EQ(document.path(), "configs/scenarios/more.toml");
  EXPECT_THAT(names(document.root()), ElementsAre("scenario", "simulation", "account", "links"));
  EXPECT_EQ(document.root().find("scenario")->to_toml_value(), "{ title = \"Push\" }");
  EXPECT_EQ(document.root().find("simulation")->to_toml_value(), "{ paths = 30, seed = 2 }");
  EXPECT_EQ(place(document.root().find_path("simulation.seed")->position()),
            "configs/scenarios/push.toml:5:8");
  EXPECT_THAT(history(*document.root().find_path("simulation.paths")),
              ElementsAre("configs/baseline.toml:4:9 10"));
  EXPECT_EQ(document.root().find_path("scenario.base"), nullptr);
}

TEST(Document, AppliesOverridesLast) {
  const MemoryFiles files(shanghai);
  const std::vector<std::string> overrides = {"simulation.paths=5"};

  const Document document = Document::load("configs/scenarios/more.toml", overrides, files);

  EXPECT_EQ(document.root().find_path("simulation.paths")->as_integer(), 5);
  EXPECT_THAT(history(*document.root().find_path("simulation.paths")),
              ElementsAre("configs/baseline.toml:4:9 10", "configs/scenarios/more.toml:4:9 30"));
  EXPECT_THAT(document.overrides(), ElementsAre("simulation.paths=5"));
}

TEST(Document, NamesItsFilesFromTheFolderOfTheConfig) {
  const MemoryFiles files(shanghai);

  const Document document = Document::load("configs/scenarios/more.toml", {}, files);

  EXPECT_THAT(file_names(document), ElementsAre("more.toml", "push.toml", "../baseline.toml"));
  EXPECT_EQ(document.files()[2].text, shanghai.at("configs/baseline.toml"));
}

TEST(Document, ReadsFilesBesideTheFileThatNamesThem) {
  const MemoryFiles files(shanghai);
  Document document = Document::load("configs/scenarios/more.toml", {}, files);
  const Node& facts = *document.root().find_path("account.facts");
  const Node& links = *document.root().find_path("links.csv");

  EXPECT_EQ(document.resolve(facts, facts.as_string()), "configs/data/facts.csv");
  EXPECT_EQ(document.read_relative(facts, facts.as_string()), "id\nD-1\n");
  EXPECT_EQ(document.read_relative(links, links.as_string()), "supplier\n");
  EXPECT_EQ(document.read_relative(facts, "data/../data/facts.csv"), "id\nD-1\n");
  EXPECT_THAT(file_names(document),
              ElementsAre("more.toml", "push.toml", "../baseline.toml", "../data/facts.csv", "links.csv"));
}

TEST(Document, ReadsFilesNamedByOverridesFromTheFolderOfTheConfig) {
  const MemoryFiles files(shanghai);
  const std::vector<std::string> overrides = {"account.facts=\"../data/facts.csv\""};
  Document document = Document::load("configs/scenarios/more.toml", overrides, files);
  const Node& facts = *document.root().find_path("account.facts");

  EXPECT_EQ(document.read_relative(facts, facts.as_string()), "id\nD-1\n");
}

TEST(Document, LoadsAgainFromTheFilesThatItKept) {
  const MemoryFiles files(shanghai);
  const std::vector<std::string> overrides = {"simulation.paths=5"};
  Document document = Document::load("configs/scenarios/more.toml", overrides, files);
  document.read_relative(*document.root().find_path("account.facts"), "data/facts.csv");
  Texts kept;
  for (const SourceFile& file : document.files()) kept[file.name] = file.text;

  const MemoryFiles kept_files(kept);
  Document again = Document::load(document.files().front().name, document.overrides(), kept_files);
  again.read_relative(*again.root().find_path("account.facts"), "data/facts.csv");

  EXPECT_EQ(again.to_toml(), document.to_toml());
  EXPECT_EQ(again.files(), document.files());
}

TEST(Document, WritesOneConfigThatLoadsToTheSameTree) {
  const MemoryFiles files(shanghai);
  const std::string text = Document::load("configs/scenarios/more.toml", {}, files).to_toml();

  const MemoryFiles one_file({{"resolved.toml", text}});
  const Document again = Document::load("resolved.toml", {}, one_file);

  EXPECT_EQ(text,
            "[scenario]\ntitle = \"Push\"\n\n[simulation]\npaths = 30\nseed = 2\n\n[account]\nfacts = "
            "\"data/facts.csv\"\n\n[links]\ncsv = \"links.csv\"\n");
  EXPECT_EQ(again.to_toml(), text);
}

TEST(Document, KeepsAbsoluteNamesOnlyWhereTheConfigGivesThem) {
  const MemoryFiles files({{"/home/u/a/x.toml", "[scenario]\nbase = '../b/y.toml'"},
                           {"/home/u/b/y.toml", "[scenario]\nbase = '/etc/z.toml'"},
                           {"/etc/z.toml", "a = 1"}});

  const Document document = Document::load("/home/u/a/x.toml", {}, files);

  EXPECT_THAT(file_names(document), ElementsAre("x.toml", "../b/y.toml", "/etc/z.toml"));
}

TEST(Document, ReadsAConfigAboveTheWorkingFolder) {
  const MemoryFiles files(
      {{"../../c/x.toml", "[scenario]\nbase = '../../y.toml'"}, {"../../../y.toml", "a = 1"}});

  const Document document = Document::load("../../c/x.toml", {}, files);

  EXPECT_THAT(file_names(document), ElementsAre("x.toml", "../../y.toml"));
}

TEST(Document, RefusesACircleOfBases) {
  const Texts texts = {{"c/a.toml", "[scenario]\nbase = 'd/b.toml'"},
                       {"c/d/b.toml", "[scenario]\nbase = '../a.toml'"}};

  EXPECT_EQ(load_error("c/a.toml", texts),
            "c/d/b.toml:2:8: scenario.base = \"../a.toml\": the files inherit in a circle "
            "(c/a.toml -> c/d/b.toml -> c/a.toml)");
  EXPECT_EQ(
      load_error("./c/a.toml", {{"./c/a.toml", "[scenario]\nbase = 'a.toml'"}}),
      "./c/a.toml:2:8: scenario.base = \"a.toml\": the files inherit in a circle (c/a.toml -> c/a.toml)");
}

TEST(Document, RefusesAChainWithoutEnd) {
  Texts texts;
  for (int i = 1; i <= 40; ++i)
    texts[std::to_string(i)] = "[scenario]\nbase = '" + std::to_string(i + 1) + "'\n";

  EXPECT_EQ(
      load_error("1", texts),
      "32:2:8: scenario.base = \"33\": more than 32 files inherit from one another (a scenario needs a few)");

  texts["32"] = "[scenario]\n";
  EXPECT_EQ(load_error("1", texts), "nothing thrown");
}

TEST(Document, SaysWhichFileNamesAMissingBase) {
  EXPECT_EQ(
      load_error("c/a.toml", {{"c/a.toml", "[scenario]\nbase = 'b.toml'"}}),
      "c/a.toml:2:8: scenario.base: c/b.toml: cannot read: it is not among the files kept with the result "
      "(a path from the folder of the file that names it)");
}

TEST(Document, SaysThatTheConfigItselfCannotBeRead) {
  const MemoryFiles files({});

  EXPECT_EQ(error_text<IoError>([&] { Document::load("a.toml", {}, files); }),
            "a.toml: cannot read: it is not among the files kept with the result");
}

TEST(Document, RefusesABaseThatIsNoFileName) {
  EXPECT_EQ(load_error("a", {{"a", "[scenario]\nbase = 5"}}),
            "a:2:8: scenario.base: is a whole number (the name of a config file, in quotes)");
  EXPECT_EQ(load_error("a", {{"a", "[scenario]\nbase = ''"}}),
            "a:2:8: scenario.base = \"\": is not a file name (a path from this file's folder)");
  EXPECT_EQ(load_error("a", {{"a", "[scenario]\nbase = \"b\\tc\""}}),
            "a:2:8: scenario.base = \"b\\tc\": is not a file name (a path from this file's folder)");
}

TEST(Document, RefusesFilesThatAreNotText) {
  EXPECT_EQ(load_error("a", {{"a", "x = \"\xFF\""}}),
            "a:1:6: byte 0xFF is not UTF-8 (configs and tables are UTF-8 text). Save the file as UTF-8");
  EXPECT_EQ(load_error("a", {{"a", "[scenario]\nbase = 'b'"}, {"b", std::string("a = 1\0", 6)}}),
            "b:1:6: holds a NUL byte (configs and tables are UTF-8 text). Is this a binary file, or UTF-16?");
}

TEST(Document, ReportsSyntaxInTheFileWhereItIs) {
  EXPECT_EQ(load_error("a", {{"a", "[scenario]\nbase = 'b'"}, {"b", "x = 1\nx = 2"}}),
            "b:2:5: key x is set twice in this file (each key is set once in a file)");
}

}  // namespace secondcurve::document_test
