#include "engine/batch/batch_directory.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/directory_lock.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/output/text_file.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

constexpr const char* record_name = "batch.json";
constexpr const char* parts_name = "parts";
constexpr const char* gone_name = ".parts.tmp";  ///< of parts that are being removed

std::string number_of(std::size_t entry) { return fmt::format("{:05}", entry + 1); }

/// Writes a small file whole or not at all.
void write_whole(const std::string& path, const std::string& text, Overwrite overwrite) {
  AtomicFile file(path, overwrite);
  write_text(file, text);
}

std::optional<std::string> read_whole(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) throw IoError(path, "read", system_message(errno));
  return text;
}

bool is_temporary(const fs::path& path) {
  const std::string name = path.filename().string();
  const auto has = [&](std::string_view text) { return name.find(text) != std::string::npos; };
  return name == gone_name || (name.starts_with('.') && name.ends_with(".tmp") &&
                               (has(".h5.") || has(".failed.") || has(".json.")));
}

/// The file names in a folder; empty where there is none.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    found.push_back(it->path());
  return found;
}

}  // namespace

void BatchDirectory::create() const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw IoError(folder_, "make the directory", error.message());
  if (!holds_batch()) {
    for (const fs::path& each : files_in(folder_))
      if (each.filename() != DirectoryLock::file_name && !is_temporary(each) &&
          !(each.filename() == parts_name && files_in(each).empty()))
        throw IoError(
            folder_, "begin a batch",
            fmt::format("it holds other files ({}); name a new directory", each.filename().string()));
  }
  if (fs::exists(index_path())) return;  // its parts are there, or are in it
  fs::create_directories(fs::path(folder_) / parts_name, error);
  if (error) throw IoError(folder_, "make the directory of parts", error.message());
}

bool BatchDirectory::is_finished() const {
  return fs::exists(index_path()) && !fs::exists(fs::path(folder_) / parts_name);
}

bool BatchDirectory::holds_batch() const { return fs::exists(fs::path(folder_) / record_name); }

void BatchDirectory::write_record(const BatchRecord& record) const {
  write_whole(folder_ + '/' + record_name, to_json(record), Overwrite::replace);
}

BatchRecord BatchDirectory::read_record() const {
  const std::string path = folder_ + '/' + record_name;
  const auto text = read_whole(path);
  if (!text)
    throw IoError(path, "read the batch",
                  "no batch was begun here; begin one with secondcurve batch FILE -o DIR");
  return batch_record_of(*text, path);
}

std::string BatchDirectory::part_path(std::size_t entry) const {
  return fmt::format("{}/{}/{}.h5", folder_, parts_name, number_of(entry));
}

std::string BatchDirectory::failure_path(std::size_t entry) const {
  return fmt::format("{}/{}/{}.failed", folder_, parts_name, number_of(entry));
}

std::optional<std::string> BatchDirectory::failure(std::size_t entry) const {
  return read_whole(failure_path(entry));
}

std::vector<BatchProgress> BatchDirectory::progress(const BatchRecord& record, bool busy) const {
  std::set<std::string> parts, half_written;
  for (const fs::path& each : files_in(fs::path(folder_) / parts_name)) {
    const std::string name = each.filename().string();
    if (!is_temporary(each))
      parts.insert(name);
    else
      half_written.insert(name.substr(1, name.find(".h5") + 2));
  }
  const bool merged = is_finished();
  std::vector<BatchProgress> all(record.entries.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string number = number_of(i);
    if (parts.contains(number + ".failed"))
      all[i] = {BatchState::failed, failure(i).value_or("")};
    else if (parts.contains(number + ".h5") || (merged && record.entries[i].problem.empty()))
      all[i].state = BatchState::done;
    else if (busy && half_written.contains(number + ".h5"))
      all[i].state = BatchState::running;
  }
  return all;
}

void BatchDirectory::write_failure(std::size_t entry, const std::string& message) const {
  write_whole(failure_path(entry), message, Overwrite::replace);
}

void BatchDirectory::forget_failure(std::size_t entry) const {
  std::error_code error;
  fs::remove(failure_path(entry), error);
  if (error) throw IoError(failure_path(entry), "remove", error.message());
}

std::string BatchDirectory::set_aside(std::size_t entry) const {
  for (int attempt = 1;; ++attempt) {
    std::string aside = fmt::format("{}/{}.aside-{}.h5", folder_, number_of(entry), attempt);
    if (fs::exists(aside)) continue;
    std::error_code error;
    fs::rename(part_path(entry), aside, error);
    if (error) throw IoError(part_path(entry), "set aside as " + aside, error.message());
    return aside;
  }
}

void BatchDirectory::remove_temporary_files() const {
  for (const fs::path& folder : {fs::path(folder_), fs::path(folder_) / parts_name})
    for (const fs::path& each : files_in(folder)) {
      std::error_code ignored;  // at worst it stays, and is in nobody's way
      if (is_temporary(each)) fs::remove_all(each, ignored);
    }
}

void BatchDirectory::remove_parts() const {
  // Under another name they are gone for good, even where removing them is interrupted.
  const fs::path parts = fs::path(folder_) / parts_name, gone = fs::path(folder_) / gone_name;
  std::error_code error;
  fs::rename(parts, gone, error);
  if (!error) fs::remove_all(gone, error);
  if (error && fs::exists(parts)) throw IoError(parts.string(), "remove", error.message());
}

}  // namespace secondcurve
