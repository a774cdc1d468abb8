#include "engine/report/export_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

constexpr const char* readme_name = "README.txt";
constexpr std::string_view readme_begin = "Tables written by secondcurve export\n";

bool is_our_readme(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string begin(readme_begin.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file && begin == readme_begin;
}

/// What a folder holds that no export wrote.
std::string foreign_in(const std::string& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const fs::path name = entry.path().filename();
    const std::span<const std::string_view> tables = table_names();
    const bool is_table = name.extension() == ".csv" &&
                          std::find(tables.begin(), tables.end(), name.stem().string()) != tables.end();
    if (name != readme_name && (!is_table || !entry.is_regular_file(error)))
      return "'" + name.string() + "' is no table of an export";
  }
  if (!is_our_readme(fs::path(folder) / readme_name))
    return std::string("it has no ") + readme_name + " of an export";
  return {};
}

bool has_same_columns(const ExportTable& one, const ExportTable& other) {
  return std::equal(
      one.columns.begin(), one.columns.end(), other.columns.begin(), other.columns.end(),
      [](const TableColumn& a, const TableColumn& b) { return a.name == b.name && a.doc == b.doc; });
}

}  // namespace

TableFolder::TableFolder(std::string path, std::string title, Overwrite overwrite)
    : folder_(std::move(path), overwrite, foreign_in), title_(std::move(title)) {}

void TableFolder::add(const ExportTable& table) {
  if (table.rows.empty()) return;
  auto found = std::find_if(written_.begin(), written_.end(),
                            [&](const Written& each) { return each.table.name == table.name; });
  if (found == written_.end()) {
    ExportTable head = table;
    head.rows.clear();
    written_.push_back({std::move(head), TextFile(folder_.path(), folder_.file(table.name + ".csv"))});
    found = written_.end() - 1;
    found->file.write(delimited_line(long_header(table), Separator::comma));
  }
  found->file.write(long_lines(table, Separator::comma));
}

std::string TableFolder::readme() const {
  std::vector<ExportTable> tables;
  for (const Written& each : written_) merge_into(tables, each.table);
  std::string text = fmt::format("{}\n{}\n\n", readme_begin, title_);
  for (const ExportTable& table : tables)
    text += fmt::format("{:<21} {}\n", table.name + ".csv", table.question);
  text +=
      "\nText in UTF-8, values with commas between and quoted as RFC 4180 says, a line for each figure. "
      "Numbers have\n"
      "a point before decimals and read back as the same doubles. Shares, rates and probabilities are "
      "fractions:\n"
      "0.05 is 5%. What is not defined, such as growth in the base year, has no line; an empty value means "
      "that there\n"
      "is none. Names, units and definitions are those of the result file: docs/result-format.md.\n"
      "\npandas: pandas.read_csv(\"output.csv\", float_precision=\"round_trip\")\n"
      "R:      read.csv(\"output.csv\")\n"
      "In spreadsheets, import texts as text: a title that begins with = would be taken for a formula.\n";
  const ExportTable* before = nullptr;
  for (const ExportTable& table : tables) {
    text += fmt::format("\n{}.csv: {}\n{}\n", table.name, table.question, table.doc);
    if (before != nullptr && has_same_columns(*before, table)) {
      text += fmt::format("  columns as in {}.csv\n", before->name);
      continue;
    }
    before = &table;
    for (const TableColumn& column : table.columns)
      text += fmt::format("  {:<20} {}\n", column.name, column.doc);
    if (!table.years.empty())
      text += fmt::format("  {:<20} {}\n  {:<20} {}\n", "year", "calendar year; the first is the base year",
                          "value", "the figure");
  }
  return text + "\nStatistics:\n" + statistics_explained();
}

void TableFolder::commit() {
  TextFile file(folder_.path(), folder_.file(readme_name));
  file.write(readme());
  file.close();
  for (Written& each : written_) each.file.close();
  folder_.commit();
}

}  // namespace secondcurve
