#include "engine/batch/shard.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_to_file.hpp"
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

void throw_if_cancelled(const RunControl& control) {
  if (control.cancelled != nullptr && control.cancelled->load()) throw Interrupted();
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
  const auto number = [](std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
  };
  const Shard shard{number(text.substr(0, slash)), number(text.substr(slash + 1))};
  if (shard.number < 1 || shard.number > shard.of || shard.of > Shard::most) return std::nullopt;
  return shard;
}

PathRange paths_of(BlockRange blocks, std::uint64_t n_paths) {
  return {std::min(blocks.first * block_paths, n_paths), std::min(blocks.end * block_paths, n_paths)};
}

void write_shard(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy, Shard shard,
                 const RunControl& control) {
  const ShardFile file{"", FileKind::shard, run_fingerprint(loaded), "", shard};
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
  throw_if_cancelled(control);
  writer.commit();
}

void write_brackets(ResultWriter& writer, const LoadedScenario& loaded, const QuantileBrackets& brackets) {
  const ShardFile file{"", FileKind::brackets, run_fingerprint(loaded), digest_of(brackets), {}};
  ByteWriter bytes;
  brackets.save(bytes);
  write_bare_root(writer, loaded, file);
  write_counted(writer, file, bytes.bytes());
  writer.commit();
}

void write_second_pass(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                       Shard shard, const std::string& brackets_path, const RunControl& control) {
  const ShardFile from = read_shard_file(brackets_path);
  if (from.kind != FileKind::brackets)
    throw IoError(brackets_path, "read the brackets",
                  fmt::format("this is {}, not {}", text_of(from.kind), text_of(FileKind::brackets)));
  if (from.fingerprint != run_fingerprint(loaded))
    throw IoError(brackets_path, "read the brackets",
                  "they are of another run: of another config, seed or version of the program");
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
  throw_if_cancelled(control);
  writer.commit();
}

ShardFile read_shard_file(const std::string& path) {
  const ResultFile file(path, std::nullopt);
  if (file.kind() == FileKind::result)
    throw IoError(path, "read the shard", "this is a result, not a shard of a run");
  const std::vector<Attribute> attributes = file.root().attributes;
  const std::string fingerprint = attribute_text(attributes, "run_fingerprint");
  const std::optional<Shard> shard = shard_from(attribute_text(attributes, "shard"));
  if (!shard || fingerprint.empty())
    throw IoError(path, "read the shard",
                  "it does not say of which run it is, or which shard: it is damaged");
  return {path, file.kind(), fingerprint, attribute_text(attributes, "brackets"), *shard};
}

void read_counted(const ShardFile& file, const std::function<void(ByteReader&)>& read) {
  const ResultFile opened(file.path, file.kind);
  const std::vector<std::byte> bytes = opened.bytes(counted_group);
  const std::string operation = fmt::format("read {}", file.shard.text());
  if (attribute_text(opened.group("seal").attributes, "digest") != seal_of(file, bytes))
    throw IoError(file.path, operation,
                  "the file is damaged: its digest does not fit what it holds. Make it again");
  try {
    ByteReader in(bytes);
    read(in);
    in.expect_end();
  } catch (const DamagedBytes& damage) {
    throw IoError(file.path, operation, damage.what());
  }
}

}  // namespace secondcurve
