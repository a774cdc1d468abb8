#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/schema/model_info.hpp"

namespace secondcurve {

/// Writes a growth model as a Markdown page for docs/models/.
std::string model_page(const ModelInfo& model);

/// Writes the list of the growth models as Markdown, with links to their pages in the same folder.
std::string model_list_page(std::span<const ModelInfo> models);

/// Writes a growth model as text for the terminal.
std::string model_text(const ModelInfo& model);

/// Writes the list of the growth models as text for the terminal.
std::string model_list_text(std::span<const ModelInfo> models);

/// Writes an equation in LaTeX as one line of plain text: `\frac{Y}{K}` is "Y/K", `\sigma` "sigma".
std::string plain_equation(std::string_view latex);

}  // namespace secondcurve
