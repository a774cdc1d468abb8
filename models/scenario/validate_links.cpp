#include "models/scenario/validate_links.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "models/scenario/linkages.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/sector_matrix.hpp"
#include "models/scenario/validate_simulation.hpp"

namespace secondcurve {

namespace {

class LinksValidator final {
 public:
  LinksValidator(const Scenario& scenario, LinksSpec& links, const Checks& checks)
      : s_(scenario), links_(links), checks_(checks) {}

  void run() {
    if (!s_.simulation.whole_steps(links_.delay) && checks_.sound("links.delay") &&
        checks_.sound("simulation.steps_per_year"))
      checks_.error("links.delay", fmt::format("= {}: is no whole number of steps", links_.delay),
                    allowed_in_steps(s_.simulation));
    purchases();
    if (!checks_.sound("sectors") || !checks_.sound("series") || !checks_.sound(form())) return;
    if (!(links_.table.empty() ? from_file() : from_table())) return;
    input_shares();
    fade();
    if (links_.measured_from == LinkReference::long_run) long_run();
  }

 private:
  /// The key that says what is sold to whom.
  std::string form() const {
    return !links_.matrix.empty()         ? "links.matrix"
           : !links_.coefficients.empty() ? "links.coefficients"
                                          : "links.table";
  }

  void known(const std::string& key, const std::string& sector) const {
    if (find_entry(s_.sectors, sector) == nullptr)
      checks_.unknown_name(key, sector, "sectors", "sector", names_of(s_.sectors));
  }

  void purchases() const {
    for (const auto& [supplier, share] : links_.purchase_shares)
      known("links.purchase_shares." + supplier, supplier);
    if (!links_.coefficients.empty()) return;
    for (const char* key : {"links.purchase_share", "links.purchase_shares"})
      if (checks_.written(key))
        checks_.error(key, "belongs to coefficients",
                      "sales shares in matrix or table are of the sectors here");
  }

  bool from_table() {
    for (const auto& [supplier, buyers] : links_.table) {
      known("links.table." + supplier, supplier);
      for (const auto& buyer : buyers)
        known(fmt::format("links.table.{}.{}", supplier, buyer.first), buyer.first);
    }
    if (!checks_.sound("links.table")) return false;
    for (const NamedEntry<Sector>& sector : s_.sectors)
      if (is_in_table(sector.name)) links_.sectors.push_back(sector.name);
    const std::size_t n = links_.sectors.size();
    links_.sales_shares.assign(n * n, 0.0);
    for (const auto& [supplier, buyers] : links_.table)
      for (const auto& [buyer, share] : buyers)
        links_.sales_shares[place(supplier) * n + place(buyer)] = share;
    return true;
  }

  bool is_in_table(const std::string& sector) const {
    return std::any_of(links_.table.begin(), links_.table.end(), [&](const NamedEntry<Weights>& row) {
      return row.name == sector || std::any_of(row.value.begin(), row.value.end(),
                                               [&](const auto& buyer) { return buyer.first == sector; });
    });
  }

  std::size_t place(const std::string& sector) const {
    return static_cast<std::size_t>(std::find(links_.sectors.begin(), links_.sectors.end(), sector) -
                                    links_.sectors.begin());
  }

  bool from_file() {
    const bool is_matrix = !links_.matrix.empty();
    auto matrix =
        read_sector_matrix(checks_.at(form()), names_of(s_.sectors),
                           is_matrix ? "sales share" : "input coefficient", not_negative, checks_.reading());
    if (!matrix) return false;
    links_.sectors = std::move(matrix->sectors);
    links_.sales_shares = std::move(matrix->values);
    if (is_matrix) return true;
    const std::vector<double> output = outputs();
    const std::size_t n = output.size();
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        links_.sales_shares[i * n + j] *= purchase_share(links_.sectors[i]) * output[j] / output[i];
    return true;
  }

  double purchase_share(const std::string& supplier) const {
    for (const auto& [name, share] : links_.purchase_shares)
      if (name == supplier) return share;
    return links_.purchase_share;
  }

  std::vector<double> outputs() const {
    std::vector<double> outputs;
    for (const std::string& sector : links_.sectors)
      outputs.push_back(published_output(s_, index_of(s_.sectors, sector)));
    return outputs;
  }

  void input_shares() {
    const std::vector<double> output = outputs();
    const std::size_t n = output.size();
    links_.input_shares.assign(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        links_.input_shares[j * n + i] = links_.sales_shares[i * n + j] * output[i] / output[j];
  }

  /// Shocks fade where the largest eigenvalue is below 1, at the largest strength that may be drawn.
  void fade() const {
    std::vector<double> all(links_.sales_shares.size(), 0.0);
    const auto add = [&](const char* key, const Quantity& strength, const std::vector<double>& shares) {
      if (!checks_.sound(key)) return 0.0;
      const double largest = bounds(strength, s_.parameters).second;
      if (!std::isfinite(largest))
        checks_.error(key, "may be any large number", "must have an end, or shocks could grow without one",
                      "Cut it off, for example with max = 2");
      else
        for (std::size_t i = 0; i < all.size(); ++i) all[i] += largest * shares[i];
      return largest;
    };
    const double demand = add("links.strength", links_.strength, links_.sales_shares);
    const double supply = add("links.supply_strength", links_.supply_strength, links_.input_shares);
    const double radius = spectral_radius(all);
    if (radius < 1.0) return;
    checks_.error(form(),
                  fmt::format("spectral radius {:.4g} at strength {:g}{}", radius, demand,
                              supply > 0.0 ? fmt::format(" and supply_strength {:g}", supply) : ""),
                  "must be below 1, or shocks would grow on their way round");
  }

  /// Whether a sector's growth moves another.
  bool sends(std::size_t sector) const {
    const std::size_t n = links_.sectors.size();
    for (std::size_t i = 0; i < n; ++i)
      if (links_.sales_shares[i * n + sector] > 0.0 ||
          (links_.supplies() && links_.input_shares[i * n + sector] > 0.0))
        return true;
    return false;
  }

  void long_run() const {
    for (std::size_t j = 0; j < links_.sectors.size(); ++j) {
      const std::size_t sector = index_of(s_.sectors, links_.sectors[j]);
      if (!sends(j) || (growth_quantity(s_, sector, long_run_key) != nullptr &&
                        growth_quantity(s_, sector, initial_key) != nullptr))
        continue;
      checks_.error("links.measured_from",
                    fmt::format("= \"long_run\": the growth of {} ({}) has no {} and {}", links_.sectors[j],
                                model_name(s_.sectors[sector].value.growth), long_run_key, initial_key),
                    "all sectors that move others must have both, or measure from \"expected\"");
    }
  }

  const Scenario& s_;
  LinksSpec& links_;
  const Checks& checks_;
};

}  // namespace

void validate_links(Scenario& scenario, const Checks& checks) {
  if (scenario.links && checks.sound("simulation")) LinksValidator(scenario, *scenario.links, checks).run();
}

}  // namespace secondcurve
