#include "engine/run/team.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

/// How many processes a message names.
constexpr std::size_t most_named = 5;

/// A file that is there as long as this object. Its name is temporary to those who list folders of results.
class SignFile final {
 public:
  explicit SignFile(const std::string& folder)
      : path_(fmt::format("{}/.team-{:08x}{:08x}.json.tmp", folder, std::random_device()(),
                          static_cast<unsigned>(::getpid()))) {
    std::ofstream file(path_);
    file << "written by one process, looked for by others\n";
    file.close();
    if (!file) throw IoError(path_, "write", system_message(errno));
  }
  SignFile(const SignFile&) = delete;
  SignFile& operator=(const SignFile&) = delete;
  ~SignFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool is_seen(const std::string& path, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::error_code ignored;
  while (!fs::exists(path, ignored)) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

/// The first of some names, and how many more there are.
std::string first_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most_named); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  return names.size() <= most_named ? text : fmt::format("{} and {} more", text, names.size() - most_named);
}

/// Says which processes have another value than rank 0; empty where all have the same.
/// @param values [rank], or nothing.
std::string difference(const Team& team, const Likeness& likeness, const std::vector<std::string>& values) {
  std::map<std::string, std::vector<std::string>> others;  // names of processes by what they have
  for (std::size_t rank = 0; rank < values.size(); ++rank)
    if (values[rank] != likeness.value) others[values[rank]].push_back(team.name(rank));
  if (others.empty()) return {};
  std::string problem = fmt::format("the processes of this job differ: {} is '{}' on {}", likeness.what,
                                    likeness.value, team.name(0));
  for (const auto& [other, names] : others) problem += fmt::format(", '{}' on {}", other, first_of(names));
  return fmt::format("{}. {}", problem, likeness.advice);
}

}  // namespace

std::string Alone::name(std::size_t) const { return "this process"; }

void Alone::send(std::size_t, Channel, const std::string&) { SC_EXPECT(false && "nobody to send to"); }

void Alone::abort(int status) { std::_Exit(status); }

void Naps::rest() {
  using namespace std::chrono_literals;
  if (next_ == 0us)
    std::this_thread::yield();
  else
    std::this_thread::sleep_for(next_);
  next_ = std::min(next_ * 2 + 10us, std::chrono::microseconds(1ms));
}

int threads_of(const Team& team, int asked) { return asked > 0 ? asked : team.n_threads(); }

Bytes bytes_of(const std::string& text) {
  Bytes bytes(text.size());
  std::transform(text.begin(), text.end(), bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

std::string text_of(const Bytes& bytes) {
  std::string text(bytes.size(), '\0');
  std::transform(bytes.begin(), bytes.end(), text.begin(), [](std::byte b) { return static_cast<char>(b); });
  return text;
}

void refuse_differences(Team& team, const std::vector<Likeness>& likenesses) {
  std::string problem;
  for (const Likeness& each : likenesses) {  // all take part in all of them
    const std::vector<std::string> values = team.gather(each.value);
    if (problem.empty()) problem = difference(team, each, values);
  }
  if (!problem.empty()) throw UsageError(problem);
}

bool is_folder_shared(Team& team, const std::string& folder, std::chrono::milliseconds patience) {
  std::optional<SignFile> sign;
  std::optional<IoError> problem;
  if (team.rank() == 0) {
    try {
      sign.emplace(folder);
    } catch (const IoError& error) {
      problem = error;
    }
  }
  const std::string path = text_of(team.broadcast(bytes_of(sign ? sign->path() : "")));
  const std::vector<std::string> seen = team.gather(!path.empty() && is_seen(path, patience) ? "yes" : "no");
  std::vector<std::string> blind;
  for (std::size_t rank = 0; rank < seen.size(); ++rank)
    if (seen[rank] != "yes") blind.push_back(team.name(rank));
  const bool is_shared = !team.broadcast(Bytes(blind.empty() ? 1 : 0)).empty();
  if (problem) throw IoError(*problem);
  if (!blind.empty())
    throw IoError(folder, "share it among all processes",
                  fmt::format("what {} writes there is not seen by {}; name a folder on a disk that all "
                              "machines share, and see that all have it under the same path",
                              team.name(0), first_of(blind)));
  return is_shared;
}

}  // namespace secondcurve
