#include "engine/cli/batch_status.hpp"

#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/directory_lock.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"

namespace secondcurve::cli {

namespace {

struct Status {
  BatchRecord record;
  std::vector<BatchProgress> progress;
  bool busy = false;
};

Status status_of(const std::string& folder) {
  const BatchDirectory directory(folder);
  Status status{directory.read_record(), {}, DirectoryLock::is_held(folder)};
  status.progress = directory.progress(status.record, status.busy);
  return status;
}

std::map<BatchState, std::size_t> counts_of(const Status& status) {
  std::map<BatchState, std::size_t> counts;
  for (const BatchProgress& each : status.progress) ++counts[each.state];
  return counts;
}

constexpr std::array<BatchState, 4> all_states{BatchState::is_new, BatchState::running, BatchState::done,
                                               BatchState::failed};

}  // namespace

std::string status_text(const std::string& folder) {
  const Status status = status_of(folder);
  std::map<BatchState, std::size_t> counts = counts_of(status);
  TextTable table;
  for (const BatchState state : all_states)
    table.add_row({std::string(name_of(state)), grouped(counts[state])});
  std::string text = fmt::format("{}: {}{}\n{}", folder, counted(status.progress.size(), "scenario"),
                                 status.busy ? ", a process is working on them" : "", table.text());
  for (std::size_t i = 0; i < status.progress.size(); ++i)
    if (status.progress[i].state == BatchState::failed)
      text += fmt::format("\n{} failed:\n{}\n", status.record.entries[i].name, status.progress[i].message);
  if (!status.busy && counts[BatchState::is_new] > 0)
    text += "\nGo on with: secondcurve batch " + status.record.file + " -o " + folder + " --resume\n";
  else if (counts[BatchState::failed] > 0)
    text += "\nTry these again with: secondcurve batch " + status.record.file + " -o " + folder +
            " --redo failed\n";
  return text;
}

std::string status_json(const std::string& folder) {
  const Status status = status_of(folder);
  nlohmann::ordered_json json{{"busy", status.busy}};
  const std::map<BatchState, std::size_t> counts = counts_of(status);
  for (const BatchState state : all_states)
    json[std::string(name_of(state))] = counts.contains(state) ? counts.at(state) : 0;
  for (std::size_t i = 0; i < status.progress.size(); ++i) {
    nlohmann::ordered_json entry{{"name", status.record.entries[i].name},
                                 {"state", name_of(status.progress[i].state)}};
    if (!status.progress[i].message.empty()) entry["message"] = status.progress[i].message;
    json["scenarios"].push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

}  // namespace secondcurve::cli
