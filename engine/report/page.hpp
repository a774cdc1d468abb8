#pragma once

#include <array>
#include <string>

namespace secondcurve {

/// The files of the script; the last starts the page.
inline constexpr std::array<const char*, 26> page_script_files{"words.js",
                                                               "words_of_sections.js",
                                                               "words_of_background.js",
                                                               "numbers.js",
                                                               "units.js",
                                                               "elements.js",
                                                               "look.js",
                                                               "axes.js",
                                                               "fan_chart.js",
                                                               "whisker_chart.js",
                                                               "charts.js",
                                                               "figure.js",
                                                               "scenario.js",
                                                               "sources.js",
                                                               "headline.js",
                                                               "series.js",
                                                               "growth.js",
                                                               "parts.js",
                                                               "programmes.js",
                                                               "targets.js",
                                                               "causes.js",
                                                               "same_series.js",
                                                               "comparison.js",
                                                               "background.js",
                                                               "frame.js",
                                                               "page.js"};

/// What the page of a report is put together from: our own files and the chart library.
struct PageParts {
  std::string page;            ///< HTML with a placeholder for each of the others
  std::string style;           ///< CSS
  std::string script;          ///< JavaScript, all our files one after the other
  std::string charts;          ///< the chart library
  std::string charts_license;  ///< its licence and notice
};

/// Reads them. Throws IoError, naming the file, if one is missing or could end the element that will hold it.
/// @param folder of our files. @param charts_folder of the library. @param fetch the command that fetches it,
/// for the message where it is missing.
PageParts read_page_parts(const std::string& folder, const std::string& charts_folder,
                          const std::string& fetch);

/// The report as one file of HTML that loads nothing else.
/// @param title plain text. @param data JSON without `<`, as report_data gives it.
/// Throws IoError if the page lacks a placeholder or has it twice.
std::string report_page(const PageParts& parts, const std::string& title, const std::string& data);

}  // namespace secondcurve
