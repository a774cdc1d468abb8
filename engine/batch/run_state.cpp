#include "engine/batch/run_state.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
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

void write_bytes(ByteWriter& out, const Bytes& bytes) { out.write_text(text_of(bytes)); }

std::string state_path(const std::string& folder) { return (fs::path(folder) / "state").string(); }

}  // namespace

Bytes RunProgress::bytes() const {
  ByteWriter out;
  out.write_u64(n_counted);
  write_bytes(out, counted);
  out.write_u64(n_collected);
  write_bytes(out, collected);
  out.write_u64(parts.size());
  for (const BlockRange& part : parts) {
    out.write_u64(part.first);
    out.write_u64(part.end);
  }
  return out.bytes();
}

RunProgress RunProgress::from(const Bytes& bytes) {
  ByteReader in(bytes);
  RunProgress progress;
  progress.n_counted = in.read_u64();
  progress.counted = bytes_of(in.read_text());
  progress.n_collected = in.read_u64();
  progress.collected = bytes_of(in.read_text());
  progress.parts.resize(in.read_count(2 * sizeof(std::uint64_t)));
  for (BlockRange& part : progress.parts) {
    part.first = in.read_u64();
    part.end = in.read_u64();
  }
  in.expect_end();
  return progress;
}

RunState::RunState(const std::string& result, std::string fingerprint)
    : fingerprint_(std::move(fingerprint)) {
  const fs::path path = fs::absolute(result).lexically_normal();
  folder_ = (path.parent_path() / ("." + path.filename().string() + ".parts")).string();
  std::error_code error;
  fs::create_directory(folder_, error);
  if (error) throw IoError(folder_, "make the folder", error.message());
  lock_.emplace(folder_);
  if (fs::exists(state_path(folder_), error)) read(result);
}

void RunState::read(const std::string& result) {
  std::ifstream file(state_path(folder_), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw IoError(state_path(folder_), "read", system_message(errno));
  const Bytes bytes = bytes_of(text);
  try {
    ByteReader in(bytes);
    const std::string fingerprint = in.read_text(), digest = in.read_text();
    const Bytes progress = bytes_of(in.read_text());
    in.expect_end();
    if (fingerprint != fingerprint_)
      throw UsageError(fmt::format(
          "secondcurve run: another run to {} was begun and not finished: of another config, seed "
          "or version of the program. Name another file with -o, or remove {}",
          result, folder_));
    if (digest != digest_of(progress)) throw DamagedBytes("its digest does not fit what it holds");
    before_ = RunProgress::from(progress);
  } catch (const DamagedBytes& damage) {
    throw IoError(state_path(folder_), "go on",
                  fmt::format("it is damaged: {}. Remove {} to begin anew", damage.what(), folder_));
  }
}

void RunState::keep(const RunProgress& progress) const {
  const Bytes bytes = progress.bytes();
  ByteWriter out;
  out.write_text(fingerprint_);
  out.write_text(digest_of(bytes));
  write_bytes(out, bytes);
  AtomicFile file(state_path(folder_), Overwrite::replace);
  write_text(file, text_of(out.bytes()));
}

void RunState::remove() {
  lock_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace secondcurve
