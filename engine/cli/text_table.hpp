#pragma once

#include <string>
#include <vector>

namespace secondcurve::cli {

/// A table of text whose columns line up on a terminal: the first column to the left, the others to the
/// right.
class TextTable final {
 public:
  void add_row(std::vector<std::string> cells) { rows_.push_back({std::move(cells), false}); }
  /// A line across the table that does not widen its columns.
  void add_heading(std::string text) { rows_.push_back({{std::move(text)}, true}); }
  void add_blank() { rows_.push_back({{}, true}); }

  /// The rows, one a line. @param n_left how many columns are set to the left.
  std::string text(std::size_t n_left = 1) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool heading;
  };
  std::vector<Row> rows_;
};

/// Width of a UTF-8 text on a terminal [columns]: Chinese characters take two; escape codes none.
std::size_t display_width(const std::string& text);

}  // namespace secondcurve::cli
