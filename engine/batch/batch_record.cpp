#include "engine/batch/batch_record.hpp"

#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"

namespace secondcurve {

namespace {
using Json = nlohmann::ordered_json;

/// Of the form of this file. Another one is of another version of the program.
constexpr int record_format = 1;

Json entry_json(const BatchEntry& entry) {
  Json json{{"name", entry.name},
            {"title", entry.title},
            {"file", entry.file},
            {"settings", entry.settings},
            {"fingerprint", entry.fingerprint},
            {"assumptions", entry.assumptions}};
  if (!entry.problem.empty()) json["problem"] = entry.problem;
  return json;
}

BatchEntry entry_of(const Json& json) {
  return {json.at("name").get<std::string>(),
          json.at("title").get<std::string>(),
          json.at("file").get<std::string>(),
          json.at("settings").get<std::vector<std::string>>(),
          json.at("fingerprint").get<std::string>(),
          json.at("assumptions").get<std::string>(),
          json.value("problem", "")};
}

}  // namespace

std::string to_json(const BatchRecord& record) {
  Json json{{"format", record_format},
            {"version", record.version},
            {"revision", record.revision},
            {"file", record.file}};
  if (record.baseline) json["baseline"] = *record.baseline;
  Json& entries = json["scenarios"] = Json::array();
  for (const BatchEntry& entry : record.entries) entries.push_back(entry_json(entry));
  json["files"] = record.files;
  return json.dump(1) + '\n';
}

BatchRecord batch_record_of(const std::string& text, const std::string& path) {
  try {
    const Json json = Json::parse(text);
    if (const int format = json.at("format").get<int>(); format != record_format)
      throw IoError(path, "read the batch",
                    fmt::format("its form is {}, and this program knows {} alone", format, record_format));
    BatchRecord record;
    record.version = json.at("version").get<std::string>();
    record.revision = json.at("revision").get<std::string>();
    record.file = json.at("file").get<std::string>();
    if (json.contains("baseline")) record.baseline = json.at("baseline").get<std::size_t>();
    for (const Json& entry : json.at("scenarios")) record.entries.push_back(entry_of(entry));
    record.files = json.at("files").get<decltype(record.files)>();
    if (record.baseline && *record.baseline >= record.entries.size())
      throw IoError(path, "read the batch", "its baseline is none of its scenarios");
    return record;
  } catch (const Json::exception& error) {
    throw IoError(path, "read the batch", fmt::format("the file is damaged: {}", error.what()));
  }
}

}  // namespace secondcurve
