#pragma once

#include <array>
#include <string_view>

namespace secondcurve {

/// A table by year of some variables of /summary.
struct FigureSpec {
  const char* name;
  const char* sheet;
  const char* question;
  const char* doc;
  std::array<std::string_view, 2> labels;     ///< dimensions that its rows may have; "" for none
  std::array<std::string_view, 6> variables;  ///< in this order; "" for none
};

inline constexpr std::array<FigureSpec, 10> figure_specs{{
    {"output",
     "Output",
     "What will output be?",
     "Output of each series over the twelve months to the year's end.",
     {"series"},
     {"output", "log_output"}},
    {"growth",
     "Growth",
     "How fast does it grow?",
     "Growth over the year before, and average growth a year since the base year; 0.05 is 5%.",
     {"series"},
     {"growth", "average_growth"}},
    {"shares",
     "Shares",
     "How large a part of the whole is each series?",
     "Share of the series that it is part of, and contribution to the growth of that; 0.01 is a percentage "
     "point.",
     {"series"},
     {"share", "contribution"}},
    {"first_reached",
     "First reached",
     "When are targets met first?",
     "Share of paths on which the condition of a target holds in the year for the first time, even where it "
     "fails "
     "again later.",
     {"target"},
     {"target_first_reached"}},
    {"change_by_cause",
     "Drivers",
     "What drives growth?",
     "Mean change of each series over the year before, by cause; the causes add up to the change of the "
     "mean.",
     {"series", "cause"},
     {"change_by_cause"}},
    {"growth_by_cause",
     "Drivers by sector",
     "What drives the growth of each sector?",
     "Mean log growth of each sector in the year, by cause; the causes add up.",
     {"sector", "cause"},
     {"growth_by_cause"}},
    {"programmes",
     "Programmes",
     "What do programmes bring?",
     "Output that each investment programme adds, and the money spent so far.",
     {"programme", "sector"},
     {"programme_output", "programme_spent", "programme_spent_in_all", "programme_output_per_spent",
      "programme_output_per_spent_in_all", "programme_output_by_sector"}},
    {"differences",
     "Differences",
     "How do scenarios differ?",
     "Differences from the baseline on the same path, that is on the same random numbers.",
     {"series"},
     {"difference", "relative_difference", "average_growth_difference", "improvement_probability"}},
    {"variance",
     "Uncertainty",
     "How much of the spread is not knowing, and how much is chance?",
     "The variance of output: what uncertain parameters make of it, and what shocks.",
     {"series"},
     {"output_variance_parameters", "output_variance_shocks", "output_parameter_share"}},
    {"model_shares",
     "Growth models",
     "How much does the choice of growth model matter?",
     "Share of the variance of a sector's output that the choice of its growth model explains.",
     {"sector"},
     {"model_share"}},
}};

inline constexpr std::array<std::string_view, 12> fraction_variables{"growth",
                                                                     "average_growth",
                                                                     "share",
                                                                     "contribution",
                                                                     "relative_difference",
                                                                     "average_growth_difference",
                                                                     "improvement_probability",
                                                                     "output_parameter_share",
                                                                     "model_share",
                                                                     "target_first_reached",
                                                                     "growth_by_cause",
                                                                     "target_probability"};

/// Endings of the names of statistics, and what they are called in the column `statistic`. A variable with no
/// such ending is the statistic "value".
struct StatisticEnding {
  std::string_view ending, name;
  bool of_quantiles = false;  ///< one for each, "p5" or "p5_lower"
};
inline constexpr std::array<StatisticEnding, 13> statistic_endings{{{"_mean", "mean"},
                                                                    {"_mean_se", "mean_se"},
                                                                    {"_sd", "sd"},
                                                                    {"_sd_se", "sd_se"},
                                                                    {"_skewness", "skewness"},
                                                                    {"_skewness_se", "skewness_se"},
                                                                    {"_quantile", "", true},
                                                                    {"_quantile_lower", "_lower", true},
                                                                    {"_quantile_upper", "_upper", true},
                                                                    {"", "value"},
                                                                    {"_se", "se"},
                                                                    {"_lower", "lower"},
                                                                    {"_upper", "upper"}}};

/// What columns a dimension has, and where their texts stand.
struct LabelColumn {
  std::string_view dimension, column, coordinate, doc;
};
inline constexpr std::array<LabelColumn, 10> label_columns{{
    {"series", "account", "account", "what is counted: see the table accounts"},
    {"series", "series", "series", "name of the series in the config"},
    {"series", "title", "title", "name that people read"},
    {"series", "prices", "prices", "price basis of its levels"},
    {"sector", "sector", "sector", "name of the sector in the config"},
    {"sector", "sector_title", "sector_title", "name that people read"},
    {"target", "target", "target", "name of the target in the config"},
    {"target", "target_title", "target_title", "name that people read"},
    {"programme", "programme", "programme", "name of the programme in the config"},
    {"programme", "programme_title", "programme_title", "name that people read"},
}};
inline constexpr LabelColumn cause_column{"cause", "cause", "cause", "where growth comes from"};

}  // namespace secondcurve
