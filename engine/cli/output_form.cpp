#include "engine/cli/output_form.hpp"

#include "engine/cli/terminal.hpp"

namespace secondcurve::cli {

void add_form_options(boost::program_options::options_description& options) {
  // clang-format off
  options.add_options()
      ("table", "print tables that line up, with rounded figures (default on a terminal)")
      ("tsv", "print plain lines with tabs between, full names and all digits (default into a file or a pipe)")
      ("json", "print JSON");
  // clang-format on
}

OutputForm form_of(const boost::program_options::variables_map& values) {
  if (values.count("json") > 0) return OutputForm::json;
  if (values.count("tsv") > 0) return OutputForm::tsv;
  return values.count("table") > 0 || is_terminal(1) ? OutputForm::table : OutputForm::tsv;
}

}  // namespace secondcurve::cli
