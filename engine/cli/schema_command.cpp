#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <boost/program_options.hpp>

#include "engine/batch/batch_file.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/core/error.hpp"
#include "engine/schema/json_schema.hpp"
#include "engine/schema/model_page.hpp"
#include "engine/schema/reference_page.hpp"
#include "models/scenario/model_infos.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {
void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw IoError(path.string(), "write page", "the file cannot be written");
}

void write_model_pages(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw IoError(folder.string(), "create folder", failure.message());
  const std::vector<ModelInfo> models = model_infos();
  write_file(folder / "README.md", model_list_page(models));
  for (const ModelInfo& model : models) write_file(folder / (model.name + ".md"), model_page(model));
}
}  // namespace

int schema_command(const std::vector<std::string>& arguments) {
  const CommandSyntax syntax{
      .name = "schema",
      .usage = "[--batch] [--markdown | --model-pages DIR]",
      .summary = "Prints the JSON Schema of config files, by which editors complete and check them.",
      .positional = {}};
  po::options_description options;
  options.add_options()("batch", "that of batch files instead of scenarios")(
      "markdown", "print the reference of all config keys instead")(
      "model-pages", po::value<std::string>()->value_name("DIR"),
      "write a page per growth model into a folder instead");
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  refuse_both(syntax, *values,
              std::array{OptionPair{"markdown", "model-pages"}, OptionPair{"batch", "model-pages"}});
  const auto folder = option<std::string>(*values, "model-pages");
  const bool of_batch = values->count("batch") != 0;
  const bool as_page = values->count("markdown") != 0;
  const TableInfo root = of_batch ? table_info<BatchFile>("") : table_info<Scenario>("");
  if (folder)
    write_model_pages(*folder);
  else if (as_page)
    fmt::print("{}", of_batch ? batch_reference_page(root) : reference_page(root, model_infos()));
  else
    fmt::print("{}", of_batch ? batch_json_schema(root) : json_schema(root));
  return 0;
}

}  // namespace secondcurve::cli
