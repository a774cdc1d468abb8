#include "engine/batch/shard.hpp"

#include <algorithm>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/config/text.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/digest.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"

namespace secondcurve {

namespace {

constexpr const char* counted_group = "counted";  // of our own bytes

/// Seals what a file holds together with what it says of itself, so that a change of either shows.
std::string seal_of(const ShardFile& file, std::span<const std::byte> bytes) {
  const std::string all = fmt::format("{} {} {} {} {} {}", text_of(file.kind), file.fingerprint,
                                      file.brackets, file.shard.number, file.shard.of, digest_of(bytes));
  return digest_of(std::as_bytes(std::span(all)));
}

std::vector<Attribute> attributes_of(const ShardFile& file) {
  std::vector<Attribute> attributes{{"shard", fmt::format("{}/{}", file.shard.number, file.shard.of)}};
  if (!file.brackets.empty()) attributes.push_back({"brackets", file.brackets});
  return attributes;
}

/// Writes the root of a file without cubes.
void write_bare_root(ResultWriter& writer, const LoadedScenario& loaded, const ShardFile& file) {
  std::vector<Attribute> attributes = attributes_of(file);
  attributes.push_back({"title", loaded.scenario.scenario.title});
  attributes.push_back({"run_fingerprint", file.fingerprint});
  writer.write_root({"", {}, {}, std::move(attributes)});
}

void write_counted(ResultWriter& writer, const ShardFile& file, std::span<const std::byte> bytes) {
  writer.write_group({"seal", {}, {}, {{"digest", seal_of(file, bytes)}}});
  writer.write_bytes(counted_group, bytes);
}

/// All bytes that were counted. Throws IoError where they are not those that were written.
std::vector<std::byte> sealed_bytes(const ShardFile& file) {
  const ResultFile opened(file.path, file.kind);
  std::vector<std::byte> bytes = opened.bytes(counted_group);
  if (attribute_text(opened.group("seal").attributes, "digest") != seal_of(file, bytes))
    throw IoError(file.path, fmt::format("read {}", file.shard.text()),
                  "the file is damaged: its digest does not fit what it holds. Make it again");
  return bytes;
}

/// Reads what a file of brackets says of itself. Throws UsageError unless it is one, of this run.
ShardFile read_brackets_file(const std::string& path, const LoadedScenario& loaded) {
  const auto refuse = [&](const std::string& problem) {
    throw UsageError(
        fmt::format("secondcurve run: --second-pass: {} {}. Brackets of this run are made with: secondcurve "
                    "merge SHARD... --brackets FILE",
                    path, problem));
  };
  ShardFile file = read_shard_file(path);
  if (file.kind != FileKind::brackets)
    refuse(fmt::format("is {}, not {}", text_of(file.kind), text_of(FileKind::brackets)));
  if (file.fingerprint != run_fingerprint(loaded))
    refuse("is of another run: of another config, seed or version of the program");
  return file;
}

/// What is said of a file that stands where another is to be written; empty where it is the same.
std::string difference(const ShardFile& there, const ShardFile& wanted) {
  if (there.kind != wanted.kind)
    return fmt::format("{} stands there, not {}", text_of(there.kind), text_of(wanted.kind));
  if (there.fingerprint != wanted.fingerprint)
    return fmt::format("{} of another run stands there, of another config, seed or version of the program",
                       wanted.kind == FileKind::brackets ? "a file of brackets" : there.shard.text());
  if (there.shard != wanted.shard)
    return fmt::format("{} stands there, not {}", there.shard.text(), wanted.shard.text());
  if (there.brackets == wanted.brackets) return "";
  return wanted.kind == FileKind::brackets ? "other brackets of this run stand there"
                                           : "a second pass of other brackets stands there";
}

}  // namespace

BlockRange Shard::blocks(std::uint64_t n_blocks) const {
  const auto up_to = [&](std::uint64_t i) { return n_blocks / of * i + n_blocks % of * i / of; };
  return {up_to(number - 1), up_to(number)};
}

std::string Shard::text() const { return fmt::format("shard {} of {}", number, of); }

std::optional<Shard> shard_from(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto number = [](std::string_view digits) { return whole_number(digits).value_or(0); };
  const Shard shard{number(text.substr(0, slash)), number(text.substr(slash + 1))};
  if (shard.number < 1 || shard.number > shard.of || shard.of > Shard::most) return std::nullopt;
  return shard;
}

PathRange paths_of(BlockRange blocks, std::uint64_t n_paths) {
  return {std::min(blocks.first * block_paths, n_paths), std::min(blocks.end * block_paths, n_paths)};
}

void write_shard(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy, Shard shard,
                 const RunControl& control) {
  const ShardFile file = shard_file("", loaded, shard, std::nullopt);
  BlockSource source(economy, control);
  FirstPass first(source, FirstPass::Values::left);
  const BlockRange blocks = shard.blocks(source.all().end);
  const PathRange paths = paths_of(blocks, source.n_paths());
  ResultOptions options;
  options.attributes = attributes_of(file);
  WrittenResult written;
  write_root(writer, loaded, source.n_paths(), options, written);
  std::vector<BlockSink*> sinks;
  for (const CubeSpec& cube : write_cube_groups(writer, economy, source.n_paths(), paths))
    sinks.push_back(&writer.add_cube(cube));
  first.count(blocks, sinks);
  static_cast<void>(first.total());  // fails where too many paths have
  ByteWriter bytes;
  first.save(bytes);
  writer.write_group(provenance_group(loaded, nullptr));
  write_counted(writer, file, bytes.bytes());
  stop_if_cancelled(control);
  writer.commit();
}

void write_brackets(ResultWriter& writer, const LoadedScenario& loaded, const QuantileBrackets& brackets) {
  const ShardFile file = brackets_file("", loaded, brackets);
  ByteWriter bytes;
  brackets.save(bytes);
  write_bare_root(writer, loaded, file);
  write_counted(writer, file, bytes.bytes());
  writer.commit();
}

void write_second_pass(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                       Shard shard, const std::string& brackets_path, const RunControl& control) {
  const ShardFile from = read_brackets_file(brackets_path, loaded);
  QuantileBrackets brackets;
  read_counted(from, [&](ByteReader& in) { brackets = QuantileBrackets(in); });
  const ShardFile file{"", FileKind::second_pass, from.fingerprint, digest_of(brackets), shard};
  BlockSource source(economy, control);
  if (brackets.n_cells() != source.cells().size())
    throw IoError(brackets_path, "read the brackets", "they are not of so many figures as the run has");
  QuantilePass pass(source, brackets);
  if (brackets.size() > 0) pass.collect(shard.blocks(source.all().end), {}, control);
  ByteWriter bytes;
  pass.save(bytes);
  write_bare_root(writer, loaded, file);
  write_counted(writer, file, bytes.bytes());
  stop_if_cancelled(control);
  writer.commit();
}

ShardFile read_shard_file(const std::string& path) {
  const ResultFile file(path, std::nullopt);
  if (file.kind() == FileKind::result) return {path, FileKind::result, "", "", {}};
  const std::vector<Attribute> attributes = file.root().attributes;
  const std::string fingerprint = attribute_text(attributes, "run_fingerprint");
  const std::optional<Shard> shard = shard_from(attribute_text(attributes, "shard"));
  if (!shard || fingerprint.empty())
    throw IoError(path, "read the shard",
                  "it does not say of which run it is, or which shard: it is damaged");
  return {path, file.kind(), fingerprint, attribute_text(attributes, "brackets"), *shard};
}

ShardFile shard_file(const std::string& path, const LoadedScenario& loaded, Shard shard,
                     const std::optional<std::string>& brackets_path) {
  if (!brackets_path) return {path, FileKind::shard, run_fingerprint(loaded), "", shard};
  const ShardFile brackets = read_brackets_file(*brackets_path, loaded);
  return {path, FileKind::second_pass, brackets.fingerprint, brackets.brackets, shard};
}

ShardFile brackets_file(const std::string& path, const LoadedScenario& loaded,
                        const QuantileBrackets& brackets) {
  return {path, FileKind::brackets, run_fingerprint(loaded), digest_of(brackets), {}};
}

bool is_there(const ShardFile& wanted) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(wanted.path, none))
    return false;  // what else may be is for the writer
  std::string problem;
  try {
    const ShardFile there = read_shard_file(wanted.path);
    problem = difference(there, wanted);
    if (problem.empty()) static_cast<void>(sealed_bytes(there));
  } catch (const IoError& error) {
    problem = "a file stands there that cannot be used: " +
              std::string(error.what()).substr(wanted.path.size() + std::string_view(": ").size());
  }
  if (problem.empty()) return true;
  throw IoError(wanted.path, "write", problem + " (remove it or give another name; --force replaces it)");
}

void read_counted(const ShardFile& file, const std::function<void(ByteReader&)>& read) {
  const std::vector<std::byte> bytes = sealed_bytes(file);
  try {
    ByteReader in(bytes);
    read(in);
    in.expect_end();
  } catch (const DamagedBytes& damage) {
    throw IoError(file.path, fmt::format("read {}", file.shard.text()), damage.what());
  }
}

}  // namespace secondcurve
