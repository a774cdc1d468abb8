#include "engine/batch/run_state.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/output/text_file.hpp"
#include "engine/simulate/digest.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

constexpr const char* state_name = "state";

std::string state_path(const std::string& folder) { return (fs::path(folder) / state_name).string(); }

std::string folder_of(const std::string& result) {
  const fs::path path = fs::absolute(result).lexically_normal();
  return (path.parent_path() / ("." + path.filename().string() + ".parts")).string();
}

/// Whether a file is there. Throws IoError where that cannot be found out.
bool is_there(const std::string& path) {
  std::error_code error;
  const bool found = fs::exists(path, error);
  if (error) throw IoError(path, "look for", error.message());
  return found;
}

Bytes read_all(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) throw IoError(path, "read", error.message());
  Bytes bytes(size);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!file) throw IoError(path, "read", system_message(errno));
  return bytes;
}

// The file: its head as a text, the digest of that, and then what the passes have found, one after the other.

void write_pass(ByteWriter& head, const PassProgress& pass) {
  head.write_u64(pass.end);
  write_ranges(head, pass.gaps);
  head.write_u64(pass.found.size());
  head.write_text(digest_of(pass.found));
}

/// What a head says of a pass.
struct KeptPass {
  PassProgress progress;
  std::uint64_t n_bytes = 0;
  std::string digest;
};

KeptPass read_pass(ByteReader& head) {
  KeptPass pass;
  pass.progress.end = head.read_u64();
  pass.progress.gaps = read_ranges(head);
  pass.n_bytes = head.read_u64();
  pass.digest = head.read_text();
  return pass;
}

/// Takes what a pass has found from the front of what follows the head.
PassProgress with_found(KeptPass pass, std::span<const std::byte>& left) {
  if (pass.n_bytes > left.size()) throw DamagedBytes("the data ends too soon");
  const std::span<const std::byte> found = left.first(pass.n_bytes);
  if (digest_of(found) != pass.digest) throw DamagedBytes("its digest does not fit what it holds");
  pass.progress.found.assign(found.begin(), found.end());
  left = left.subspan(pass.n_bytes);
  return std::move(pass.progress);
}

struct Head {
  std::string fingerprint;
  RunProgress progress;
  std::vector<KeptPass> passes;
  std::size_t n_bytes = 0;  ///< of it and its digest
};

Head read_head(const Bytes& file) {
  ByteReader in(file);
  const std::string text = in.read_text(), digest = in.read_text();
  const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
  if (digest_of(bytes) != digest) throw DamagedBytes("its digest does not fit what it holds");
  Head head;
  ByteReader head_in(bytes);
  head.fingerprint = head_in.read_text();
  head.progress.parts = read_ranges(head_in);
  for (std::uint64_t n = head_in.read_u64(); n > 0; --n) head.passes.push_back(read_pass(head_in));
  head_in.expect_end();
  if (head.passes.empty()) throw DamagedBytes("it has no first pass");
  head.n_bytes = 2 * sizeof(std::uint64_t) + text.size() + digest.size();
  return head;
}

}  // namespace

std::string part_path(const std::string& folder, std::uint64_t first_block) {
  return fmt::format("{}/part-{}.h5", folder, first_block);
}

RunState::RunState(const std::string& result, std::string fingerprint)
    : folder_(folder_of(result)), fingerprint_(std::move(fingerprint)) {
  std::error_code error;
  fs::create_directory(folder_, error);
  if (error) throw IoError(folder_, "make the folder", error.message());
  lock_.emplace(folder_);
  if (is_there(state_path(folder_))) read(result);
  has_kept_ = before_.has_value();
  remove_leftovers();
}

RunState::~RunState() {
  if (lock_ && !has_kept_) remove();
}

void RunState::read(const std::string& result) {
  const Bytes file = read_all(state_path(folder_));
  try {
    Head head = read_head(file);
    if (head.fingerprint != fingerprint_)
      throw UsageError(fmt::format(
          "secondcurve run: another run to {} was begun and not finished: of another config, seed "
          "or version of the program. Name another file with -o, or remove {}",
          result, folder_));
    std::span<const std::byte> left = std::span(file).subspan(head.n_bytes);
    head.progress.counting = with_found(std::move(head.passes.front()), left);
    for (auto pass = head.passes.begin() + 1; pass != head.passes.end(); ++pass)
      head.progress.searches.push_back(with_found(std::move(*pass), left));
    if (!left.empty()) throw DamagedBytes("there is more data than there should be");
    before_ = std::move(head.progress);
  } catch (const DamagedBytes& damage) {
    throw IoError(state_path(folder_), "go on",
                  fmt::format("it is damaged: {}. Remove {} to begin anew", damage.what(), folder_));
  }
}

/// Removes what is in the folder and the state does not name: what is half-written, and parts of blocks whose
/// counts were lost with the process.
void RunState::remove_leftovers() const {
  std::set<std::string> named{state_name, DirectoryLock::file_name};
  if (before_)
    for (const BlockRange& part : before_->parts)
      named.insert(fs::path(part_path(folder_, part.first)).filename().string());
  std::error_code error;
  std::vector<fs::path> leftovers;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
    if (!named.contains(it->path().filename().string())) leftovers.push_back(it->path());
  if (error) throw IoError(folder_, "look for files", error.message());
  for (const fs::path& each : leftovers) {
    fs::remove_all(each, error);
    if (error) throw IoError(each.string(), "remove", error.message());
  }
}

void RunState::keep(const RunProgress& progress) {
  ByteWriter head;
  head.write_text(fingerprint_);
  write_ranges(head, progress.parts);
  head.write_u64(1 + progress.searches.size());
  write_pass(head, progress.counting);
  for (const PassProgress& pass : progress.searches) write_pass(head, pass);
  ByteWriter begin;
  begin.write_text(text_of(head.bytes()));
  begin.write_text(digest_of(head.bytes()));

  AtomicFile file(state_path(folder_), Overwrite::replace);
  TextFile stream(file.path(), file.temporary_path());
  stream.write(begin.bytes());
  stream.write(progress.counting.found);
  for (const PassProgress& pass : progress.searches) stream.write(pass.found);
  stream.close();
  file.commit();
  has_kept_ = true;
}

void RunState::remove() noexcept {
  std::error_code ignored;  // what stays is removed by the next start
  fs::remove_all(folder_, ignored);
  lock_.reset();
}

void RunState::remove_left_over(const std::string& result, const std::string& fingerprint) {
  if (!is_there(folder_of(result))) return;
  try {
    RunState(result, fingerprint).remove();
  } catch (const UsageError&) {  // it is of another run
    return;
  }
}

}  // namespace secondcurve
