#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// What counts as a deviation that links pass on.
enum class LinkReference {
  expected,  ///< from the growth that a sector's model expects in that step
  long_run,  ///< from the model's long-run growth
};
template <>
struct EnumNames<LinkReference> {
  static constexpr std::array<std::string_view, 2> names{"expected", "long_run"};
};

/// `[links]`: growth beyond expectation in one sector moves its suppliers.
struct LinksSpec {
  std::string matrix, coefficients;
  Named<Weights> table;
  double purchase_share = 1.0;
  Weights purchase_shares;
  Quantity strength = 1.0, supply_strength;
  double delay = 1.0;
  bool enabled = true;
  LinkReference measured_from = LinkReference::expected;
  std::string source, why;

  /// Worked out from the above: the sectors in their order and the direct sales shares [supplier][buyer].
  std::vector<std::string> sectors;
  std::vector<double> sales_shares;
  std::vector<double> input_shares;  ///< what suppliers sell to a buyer, per its output [buyer][supplier]

  /// Whether suppliers move their buyers, too.
  bool supplies() const {
    const double* certain = std::get_if<double>(&supply_strength.value);
    return certain == nullptr || *certain > 0.0;
  }

  static constexpr std::string_view doc =
      "Links between sectors: growth beyond expectation in one of them moves its suppliers.";

 private:
  /// Who sells how much to whom.
  static auto share_fields() {
    return std::tuple{
        field("matrix", &LinksSpec::matrix,
              {.doc = "CSV file with direct sales shares: a row per supplier, a column per buyer, sectors as "
                      "header and first column",
               .presence = Presence::one_of,
               .group = "form"}),
        field("table", &LinksSpec::table,
              {.unit = "1",
               .range = not_negative,
               .doc = "direct sales shares by supplier and buyer: what 1% more growth of the buyer adds to "
                      "the supplier",
               .presence = Presence::one_of,
               .group = "form"}),
        field(
            "coefficients", &LinksSpec::coefficients,
            {.doc = "CSV file with input coefficients, rows and columns as in matrix: what a buyer needs of "
                    "a supplier's goods, wherever bought, per unit of its output",
             .presence = Presence::one_of,
             .group = "form"}),
        field("purchase_share", &LinksSpec::purchase_share,
              {.unit = "1",
               .range = share_range,
               .doc = "share of what coefficients ask for that is bought from the sectors of this region",
               .default_text = "1"}),
        field("purchase_shares", &LinksSpec::purchase_shares,
              {.unit = "1", .range = share_range, .doc = "the same by supplier, where it differs"}),
    };
  }
  /// What follows from it.
  static auto effect_fields() {
    return std::tuple{
        field("strength", &LinksSpec::strength,
              {.unit = "1",
               .range = not_negative,
               .doc = "factor on all sales shares",
               .default_text = "1",
               .scheduled = false}),
        field("supply_strength", &LinksSpec::supply_strength,
              {.unit = "1",
               .range = not_negative,
               .doc = "factor on the shares of inputs through which suppliers move their buyers",
               .default_text = "0",
               .scheduled = false}),
        field("delay", &LinksSpec::delay,
              {.unit = "year",
               .range = {.low = 0.0, .high = 20.0, .low_open = true},
               .doc = "years until it arrives, a whole number of steps",
               .default_text = "1"}),
        field("enabled", &LinksSpec::enabled,
              {.doc = "false leaves all links out, as if the table were not there", .default_text = "true"}),
        field("measured_from", &LinksSpec::measured_from,
              {.doc = "expected: from what a sector's model expects in that step; long_run: from its "
                      "long_run_growth, with initial_growth before the base year",
               .default_text = "expected"}),
        field("source", &LinksSpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &LinksSpec::why, {.doc = "reason where there is no fact"}),
    };
  }

 public:
  static auto fields() { return std::tuple_cat(share_fields(), effect_fields()); }
};

/// Reads links; those that are switched off stay unread and are none.
void read_value(const Node& node, std::optional<LinksSpec>& out, const FieldInfo& info, Reading& reading);

}  // namespace secondcurve
