#include "engine/batch/batch_record.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::batch_record_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

BatchRecord example() {
  BatchRecord record{"0.1.0", "abc", "b/batch.toml",
                     1,       {},    {{"b/a.toml", "x = \"\u4e0a\u6d77\"\n"}, {"b/batch.toml", ""}}};
  record.entries.push_back({"one", "The \"first\"", "b/a.toml", {"x=[1, 2]", "y='z'"}, "12ab", "34cd", ""});
  record.entries.push_back({"two", "", "b/a.toml", {}, "", "", "line 1\nline 2"});
  return record;
}

TEST(BatchRecord, ComesBackAsItWasWritten) {
  const BatchRecord before = example();

  const BatchRecord after = batch_record_of(to_json(before), "batch.json");

  EXPECT_EQ(after.version, before.version);
  EXPECT_EQ(after.revision, before.revision);
  EXPECT_EQ(after.file, before.file);
  EXPECT_EQ(after.baseline, before.baseline);
  EXPECT_EQ(after.entries, before.entries);
  EXPECT_EQ(after.files, before.files);
}

TEST(BatchRecord, NeedsNoBaseline) {
  BatchRecord record = example();
  record.baseline.reset();

  EXPECT_FALSE(batch_record_of(to_json(record), "batch.json").baseline);
}

TEST(BatchRecord, NamesTheFileThatIsDamaged) {
  const std::string whole = to_json(example());
  for (const std::string& text :
       {whole.substr(0, whole.size() / 2), std::string(), std::string("[]"), std::string("{}")})
    EXPECT_THAT([&] { batch_record_of(text, "out/batch.json"); },
                ThrowsMessage<IoError>(AllOf(HasSubstr("out/batch.json"), HasSubstr("the file is damaged"))))
        << text;
}

TEST(BatchRecord, RefusesABaselineThatIsNotThere) {
  BatchRecord record = example();
  record.baseline = 2;

  EXPECT_THAT([&] { batch_record_of(to_json(record), "b.json"); },
              ThrowsMessage<IoError>(HasSubstr("its baseline is none of its scenarios")));
}

TEST(BatchRecord, RefusesTheFormOfAnotherVersion) {
  std::string text = to_json(example());
  text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");

  EXPECT_THAT([&] { batch_record_of(text, "b.json"); }, ThrowsMessage<IoError>(HasSubstr("its form is 2")));
}

}  // namespace secondcurve::batch_record_test
