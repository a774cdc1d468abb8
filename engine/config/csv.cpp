#include "engine/config/csv.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {
namespace {

constexpr std::size_t most_reported_rows = 10;

/// Reads records one after the other, with the number of the line that each begins on.
class CsvReader final {
 public:
  CsvReader(std::string_view text, const std::string& file)
      : text_(text), file_(file), at_(text.starts_with("\xEF\xBB\xBF") ? 3U : 0U) {}

  /// The next record that is not an empty line, or nothing at the end.
  std::optional<Csv::Row> next() {
    while (at_end_of_line()) end_line();
    if (at_ == text_.size()) return std::nullopt;
    Csv::Row row{line_, {read_field()}};
    while (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      row.fields.push_back(read_field());
    }
    if (at_ < text_.size()) end_line();
    return row;
  }

 private:
  bool at_end_of_line() const { return text_.substr(at_, 1) == "\n" || text_.substr(at_, 2) == "\r\n"; }

  void end_line() {
    at_ += text_[at_] == '\r' ? 2U : 1U;
    ++line_;
  }

  std::string read_field() {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != ',' && !at_end_of_line()) {
      if (text_[at_] == '"')
        refuse_at(at_, "a quote in the middle of a field",
                  "quote the whole field and double the quotes in it");
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  std::string read_quoted() {
    const std::size_t start = at_++;
    std::string field;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_ == text_.size() || text_[at_] == ',' || at_end_of_line()) return field;
        if (text_[at_] != '"')
          refuse_at(at_, "text after the closing quote", "double a quote that is part of the field");
      }
      if (text_[at_] == '\n') ++line_;
      field += text_[at_];
    }
    refuse_at(start, "this quote is never closed", "a quoted field ends in a quote");
  }

  [[noreturn]] void refuse_at(std::size_t offset, std::string problem, std::string allowed) const {
    refuse(position_of(text_, offset, file_), "", std::move(problem), std::move(allowed));
  }

  std::string_view text_;
  std::string file_;
  std::size_t at_;
  int line_ = 1;
};

/// Refuses tables as spreadsheets write them where a comma stands before decimals.
void check_separator(const Csv::Row& header, const std::string& file) {
  if (header.fields.size() > 1) return;
  for (const auto& [sign, name] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}})
    if (header.fields.front().find(sign) != std::string::npos)
      refuse({file, header.line, 1}, "", fmt::format("{} separate the columns", name),
             "commas must, with a point before decimals: year,cars and 2026,0.05");
}

void check_header(const Csv::Row& header, const std::string& file) {
  check_separator(header, file);
  std::vector<std::string> sorted = header.fields;
  std::sort(sorted.begin(), sorted.end());
  const SourcePosition where{file, header.line, 1};
  if (sorted.front().empty()) refuse(where, "", "a column has no name", "the first line names each column");
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    refuse(where, "", fmt::format("two columns are named '{}'", shortened(*twice)), "each name once");
}

Diagnostic ragged_row(const Csv::Row& row, std::size_t n_columns, const std::string& file) {
  Diagnostic diagnostic;
  diagnostic.where = {file, row.line, 1};
  diagnostic.problem = "the row has " + counted(row.fields.size(), "field");
  diagnostic.allowed = fmt::format("the header has {}", n_columns);
  if (row.fields.size() > n_columns) diagnostic.hint = "Decimals have a point: 0.05, never 0,05";
  return diagnostic;
}

}  // namespace

std::optional<std::size_t> Csv::column(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Csv parse_csv(std::string_view text, const std::string& file_name) {
  CsvReader reader(text, file_name);
  std::optional<Csv::Row> header = reader.next();
  if (!header) refuse({file_name, 0, 0}, "", "is empty", "a table begins with the names of its columns");
  check_header(*header, file_name);

  Csv csv{std::move(header->fields), {}};
  std::vector<Diagnostic> ragged;
  while (std::optional<Csv::Row> row = reader.next()) {
    if (row->fields.size() == csv.header.size()) {
      csv.rows.push_back(std::move(*row));
    } else if (ragged.size() < most_reported_rows) {
      ragged.push_back(ragged_row(*row, csv.header.size(), file_name));
    }
  }
  if (!ragged.empty()) throw ConfigError(std::move(ragged));
  return csv;
}

}  // namespace secondcurve
