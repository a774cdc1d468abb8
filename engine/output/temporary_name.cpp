#include "engine/output/temporary_name.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

namespace secondcurve::detail {

namespace fs = std::filesystem;

namespace {

/// The machine's name, as far as names of files have room for it.
std::string host_name() {
  std::array<char, 41> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.front() == '\0' ? "host" : name.data();
}

/// ".NAME.HOST."
std::string stem_of(const std::string& path) {
  return "." + fs::path(path).filename().string() + "." + host_name() + ".";
}

bool exists(pid_t process) { return ::kill(process, 0) == 0 || errno != ESRCH; }

/// Whether a name is that of a temporary file whose process exists no more.
bool is_left(const std::string& name, const std::string& stem) {
  if (!name.starts_with(stem) || !name.ends_with(".tmp")) return false;
  pid_t process = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + stem.size(), end, process);
  return error == std::errc() && rest != end && *rest == '.' && process > 0 && !exists(process);
}

}  // namespace

std::string folder_of(const std::string& path) {
  const fs::path name = path;
  return name.has_parent_path() ? name.parent_path().string() : ".";
}

std::string temporary_name(const std::string& path, int attempt, const std::string& ending) {
  const std::string number = attempt == 0 ? "" : "." + std::to_string(attempt);
  return (fs::path(folder_of(path)) / (stem_of(path) + std::to_string(::getpid()) + number + ending))
      .string();
}

void remove_leftovers(const std::string& path) {
  const std::string stem = stem_of(path);
  std::error_code error, ignored;
  for (fs::directory_iterator entry(folder_of(path), error), end; !error && entry != end;
       entry.increment(error))
    if (is_left(entry->path().filename().string(), stem)) fs::remove_all(entry->path(), ignored);
}

}  // namespace secondcurve::detail
