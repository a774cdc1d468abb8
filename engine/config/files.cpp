#include "engine/config/files.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"

namespace secondcurve {
namespace {

void refuse_large(std::uintmax_t bytes, const std::string& path) {
  if (bytes <= largest_file_bytes) return;
  refuse({path, 0, 0}, "", fmt::format("is larger than {} MiB", largest_file_bytes / (1024 * 1024)),
         "a config or a table is a small text file", "Is this the right file?");
}

}  // namespace

std::string DiskFiles::read(const std::string& path) const {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found)
    throw IoError(path, "read", "there is no such file");
  if (error) throw IoError(path, "read", error.message());
  if (std::filesystem::is_directory(status)) throw IoError(path, "read", "it is a folder; name a file in it");
  if (!std::filesystem::is_regular_file(status)) throw IoError(path, "read", "it is not a regular file");
  const std::uintmax_t bytes = std::filesystem::file_size(path, error);
  if (error) throw IoError(path, "read", error.message());
  refuse_large(bytes, path);

  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw IoError(path, "read", system_message(errno));
  // One byte more than the size, to notice a file that grows while it is read.
  std::string text(static_cast<std::size_t>(bytes) + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw IoError(path, "read", system_message(errno));
  if (static_cast<std::uintmax_t>(stream.gcount()) != bytes)
    throw IoError(path, "read", "it changed meanwhile");
  text.resize(static_cast<std::size_t>(bytes));
  return text;
}

std::string MemoryFiles::read(const std::string& path) const {
  const auto found = texts_.find(path);
  if (found == texts_.end()) throw IoError(path, "read", "it is not among the files kept with the result");
  refuse_large(found->second.size(), path);
  return found->second;
}

std::string CachedFiles::read(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = texts_.find(path);
  if (found != texts_.end()) return found->second;
  return texts_.emplace(path, source_.read(path)).first->second;
}

std::map<std::string, std::string> CachedFiles::texts() const {
  const std::lock_guard lock(mutex_);
  return texts_;
}

void expect_text(std::string_view text, const std::string& file) {
  const std::string allowed = "configs and tables are UTF-8 text";
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    refuse(position_of(text, nul, file), "", "holds a NUL byte", allowed,
           "Is this a binary file, or UTF-16?");
  if (const auto invalid = find_invalid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(text[*invalid]);
    refuse(position_of(text, *invalid, file), "", fmt::format("byte 0x{:02X} is not UTF-8", byte), allowed,
           "Save the file as UTF-8");
  }
}

}  // namespace secondcurve
