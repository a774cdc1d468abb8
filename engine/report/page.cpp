#include "engine/report/page.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace secondcurve {

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad())
    throw IoError(path.string(), "read",
                  "a report needs this file, which comes with the program or its chart library");
  return text;
}

bool holds_ignoring_case(const std::string& text, std::string_view part) {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// A file that stands inside an element, which it must not end.
std::string read_inlined(const std::filesystem::path& path, std::string_view end_tag) {
  std::string text = read_file(path);
  if (holds_ignoring_case(text, end_tag))
    throw IoError(
        path.string(), "read",
        fmt::format("it holds \"{}\", which would end the element of the page that it stands in", end_tag));
  return text;
}

std::string escaped(const std::string& text) {
  std::string html;
  for (const char c : text) {
    if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else if (c == '"')
      html += "&quot;";
    else
      html += c;
  }
  return html;
}

constexpr const char* page_name = "page.html";

}  // namespace

PageParts read_page_parts(const std::string& folder, const std::string& charts_folder,
                          const std::string& fetch) {
  const std::filesystem::path own(folder), library(charts_folder);
  if (!std::filesystem::exists(library / "echarts.min.js"))
    throw IoError(
        (library / "echarts.min.js").string(), "read",
        fmt::format("the chart library is not there. Fetch it once, with npm and a network, by: {}", fetch));
  PageParts parts{.page = read_file(own / page_name),
                  .style = read_inlined(own / "page.css", "</style"),
                  .script = {},
                  .charts = read_inlined(library / "echarts.min.js", "</script"),
                  .charts_license = read_file(library / "LICENSES")};
  for (const char* name : page_script_files) parts.script += read_inlined(own / name, "</script") + '\n';
  return parts;
}

std::string report_page(const PageParts& parts, const std::string& title, const std::string& data) {
  const std::array<std::pair<std::string_view, std::string>, 6> contents{
      {{"@TITLE@", escaped(title)},
       {"@STYLE@", parts.style},
       {"@CHARTS@", parts.charts},
       {"@CHARTS_LICENSE@", escaped(parts.charts_license)},
       {"@DATA@", data},
       {"@SCRIPT@", parts.script}}};
  for (const auto& [name, content] : contents) {
    const std::size_t first = parts.page.find(name);
    if (first == std::string::npos || parts.page.find(name, first + 1) != std::string::npos)
      throw IoError(page_name, "read", fmt::format("it must have the placeholder {} once", name));
  }
  std::string html;
  for (std::size_t at = 0; at < parts.page.size();) {  // in one pass: contents may hold such names, too
    const std::string_view rest = std::string_view(parts.page).substr(at);
    const auto found = std::find_if(contents.begin(), contents.end(),
                                    [&](const auto& each) { return rest.starts_with(each.first); });
    html += found == contents.end() ? std::string(1, rest.front()) : found->second;
    at += found == contents.end() ? 1 : found->first.size();
  }
  return html;
}

}  // namespace secondcurve
