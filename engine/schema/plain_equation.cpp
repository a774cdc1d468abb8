#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <utility>

#include "engine/schema/model_page.hpp"

namespace secondcurve {

namespace {
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// Reads LaTeX from left to right. Commands that only set type are dropped; any other is shown by its name,
/// so a new model's symbols need no entry here.
class PlainText final {
 public:
  explicit PlainText(std::string_view latex) : rest_(latex) {}

  std::string read() {
    while (!rest_.empty()) add_next();
    while (text_.ends_with(' ')) text_.pop_back();
    return std::move(text_);
  }

 private:
  void add_next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\\')
      add_command();
    else if (c == ' ')
      add_space();
    else if (c == '^' && rest_.starts_with('{'))
      text_ += '^' + one_term(group());
    else if (c != '{' && c != '}')
      text_ += c;
  }

  void add_command() {
    std::size_t length = 0;
    while (length < rest_.size() && is_letter(rest_[length])) ++length;
    const std::string_view name = rest_.substr(0, length);
    rest_.remove_prefix(length > 0 ? length : std::min<std::size_t>(1, rest_.size()));
    if (name == "frac") {
      const std::string above = one_term(group());
      text_ += above + "/" + one_term(group());
    } else if (name.empty() || name == "quad" || name == "qquad") {
      add_space();  // \, \; and wide spaces
    } else if (name != "left" && name != "right" && name != "mathrm" && name != "text") {
      if (!text_.empty() && is_letter(text_.back())) add_space();
      text_ += name == "infty" ? "inf" : name;
    }
  }

  /// The text of a group, in parentheses where an operator stands in it: (alpha + beta).
  static std::string one_term(std::string_view group) {
    const std::string text = PlainText(group).read();
    return text.find_first_of("+-/= ") == std::string::npos ? text : "(" + text + ")";
  }

  /// The contents of the group in braces that comes next.
  std::string_view group() {
    std::size_t end = 0;
    int depth = 0;
    do {
      if (end == rest_.size()) break;
      depth += rest_[end] == '{' ? 1 : rest_[end] == '}' ? -1 : 0;
      ++end;
    } while (depth > 0);
    const std::string_view inside = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return inside;
  }

  void add_space() {
    if (!text_.empty() && !text_.ends_with(' ')) text_ += ' ';
  }

  std::string_view rest_;
  std::string text_;
};
}  // namespace

std::string plain_equation(std::string_view latex) { return PlainText(latex).read(); }

}  // namespace secondcurve
