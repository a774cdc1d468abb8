#include "engine/config/document.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "engine/config/merge.hpp"
#include "engine/config/overrides.hpp"
#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/config/toml_reader.hpp"
#include "engine/config/toml_writer.hpp"

namespace secondcurve {
namespace {

/// A file named in another, as a path that drops "x/.." and "./" (by text; links are not followed).
std::string beside(const std::string& naming_file, const std::string& relative_path) {
  const std::filesystem::path folder = std::filesystem::path(naming_file).parent_path();
  return (folder / relative_path).lexically_normal().generic_string();
}

std::string normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

[[noreturn]] void refuse_at(const Node& where, std::string problem, std::string allowed) {
  refuse(where.position(), where.key(), std::move(problem), std::move(allowed));
}

/// Takes `scenario.base` out of a config's tree.
std::optional<Node> take_base(Node& root) {
  std::optional<Node> base;
  Node::Parts parts = std::move(root).release();
  for (Node& section : parts.children) {
    if (section.name() != "scenario" || section.find("base") == nullptr) continue;
    Node::Parts scenario = std::move(section).release();
    const auto found = std::find_if(scenario.children.begin(), scenario.children.end(),
                                    [](const Node& child) { return child.name() == "base"; });
    base = std::move(*found);
    scenario.children.erase(found);
    section = Node(std::move(scenario));
  }
  root = Node(std::move(parts));
  return base;
}

}  // namespace

Document Document::load(const std::string& path, std::span<const std::string> overrides, const Files& files,
                        std::span<const ExclusiveKey> exclusive) {
  Document document(files, {overrides.begin(), overrides.end()});
  std::vector<Node> trees = document.read_chain(path);
  Node root = std::move(trees.back());
  for (auto tree = trees.rbegin() + 1; tree != trees.rend(); ++tree)
    root = merge(std::move(root), std::move(*tree), exclusive);
  document.root_ = apply_overrides(std::move(root), overrides, exclusive);
  return document;
}

std::vector<Node> Document::read_chain(const std::string& path) {
  Place place_of_config{path, std::filesystem::path(path).filename().generic_string()};
  std::vector<Node> trees = {read_toml(read(place_of_config), path)};
  std::vector<std::string> chain = {normal(path)};
  while (const std::optional<Node> base = take_base(trees.back())) {
    if (base->kind() != Node::Kind::string)
      refuse_at(*base, fmt::format("is {}", kind_name(base->kind())), "the name of a config file, in quotes");
    const Place next = place(*base, base->as_string());
    const bool is_cycle = std::find(chain.begin(), chain.end(), next.path) != chain.end();
    chain.push_back(next.path);
    if (is_cycle)
      refuse_at(*base, fmt::format("= {}: the files inherit in a circle", base->to_toml_value()),
                join(chain, " -> "));
    if (chain.size() > longest_chain)
      refuse_at(*base,
                fmt::format("= {}: more than {} files inherit from one another", base->to_toml_value(),
                            longest_chain),
                "a scenario needs a few");
    trees.push_back(read_toml(read_named_at(*base, next), next.path));
  }
  return trees;
}

std::string Document::to_toml() const { return secondcurve::to_toml(root_); }

std::string Document::resolve(const Node& where, const std::string& relative_path) const {
  return place(where, relative_path).path;
}

std::string Document::read_relative(const Node& where, const std::string& relative_path) {
  return read_named_at(where, place(where, relative_path));
}

Document::Place Document::place(const Node& where, const std::string& relative_path) const {
  const bool has_control = std::any_of(relative_path.begin(), relative_path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
  });
  if (relative_path.empty() || has_control)
    refuse_at(where, fmt::format("= \"{}\": is not a file name", shortened(relative_path)),
              "a path from this file's folder");
  const auto found = std::find(paths_.begin(), paths_.end(), where.position().file);
  const auto naming = static_cast<std::size_t>(found == paths_.end() ? 0 : found - paths_.begin());
  return {beside(paths_[naming], relative_path), beside(files_[naming].name, relative_path)};
}

const std::string& Document::read(const Place& place) {
  const auto found = std::find(paths_.begin(), paths_.end(), place.path);
  if (found != paths_.end()) return files_[static_cast<std::size_t>(found - paths_.begin())].text;
  std::string text = source_->read(place.path);
  expect_text(text, place.path);
  paths_.push_back(place.path);
  files_.push_back({place.name, std::move(text)});
  return files_.back().text;
}

const std::string& Document::read_named_at(const Node& where, const Place& place) {
  try {
    return read(place);
  } catch (const IoError& error) {
    refuse_at(where, error.what(), "a path from the folder of the file that names it");
  }
}

}  // namespace secondcurve
