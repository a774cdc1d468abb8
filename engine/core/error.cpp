#include "engine/core/error.hpp"

#include <utility>

#include <fmt/format.h>

namespace secondcurve {

std::string to_string(const Diagnostic& d) {
  std::string text = d.where.file;
  if (d.where.line > 0) text += fmt::format(":{}:{}", d.where.line, d.where.column);
  if (!text.empty()) text += ": ";
  if (!d.key.empty()) text += d.key + (d.problem.starts_with("=") ? " " : ": ");
  text += d.problem;
  if (!d.allowed.empty()) text += fmt::format(" ({})", d.allowed);
  if (!d.hint.empty()) text += ". " + d.hint;
  return text;
}

namespace {
std::string join(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_string(d);
  }
  return text;
}
}  // namespace

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)), diagnostics_(std::move(diagnostics)) {}

ConfigError::ConfigError(Diagnostic diagnostic)
    : ConfigError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

IoError::IoError(std::string path, std::string operation, std::string reason)
    : std::runtime_error(fmt::format("{}: cannot {}: {}", path, operation, reason)), path_(std::move(path)) {}

}  // namespace secondcurve
