#include "engine/output/text_file.hpp"

#include <cerrno>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"

namespace secondcurve {

TextFile::TextFile(std::string target, const std::string& path)
    : target_(std::move(target)), file_(std::fopen(path.c_str(), "wb"), &std::fclose) {
  if (file_ == nullptr) fail(errno);
}

void TextFile::write(const std::string& text) { write(std::as_bytes(std::span(text))); }

void TextFile::write(std::span<const std::byte> bytes) {
  if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail(errno);
}

void TextFile::close() {
  if (std::fclose(file_.release()) != 0) fail(errno);
}

void write_text(AtomicFile& file, const std::string& text) {
  TextFile stream(file.path(), file.temporary_path());
  stream.write(text);
  stream.close();
  file.commit();
}

void TextFile::fail(int error) const { throw IoError(target_, "write", system_message(error)); }

}  // namespace secondcurve
