// Units as readers count: in Chinese, money in hundred millions and persons in ten thousands.

// A unit of a result -> its name in both languages, and how many of the Chinese unit make one of it.
const known_units = new Map([
  ["tn CNY", {en: "tn CNY", zh: "亿元", factor: 10000}],
  ["bn CNY", {en: "bn CNY", zh: "亿元", factor: 10}],
  ["mn CNY", {en: "mn CNY", zh: "万元", factor: 100}],
  ["persons", {en: "persons", zh: "人", factor: 1}],
  ["thousand persons", {en: "thousand persons", zh: "万人", factor: 0.1}],
  ["bn CNY per thousand persons", {en: "million CNY per person", zh: "万元/人", factor: 100}],
]);

/// Returns how a unit of a result is called on the page.
function unit_text(unit) {
  const known = known_units.get(unit);
  if (known) return language === "zh" ? known.zh : known.en;
  return unit === "1" ? "" : unit;
}

/// Returns what numbers in a unit of a result are multiplied by to be in the unit that the page names.
function unit_factor(unit) {
  return language === "zh" ? (known_units.get(unit)?.factor ?? 1) : 1;
}

/// Returns unit and price basis in one line.
function unit_and_prices(series) {
  return [unit_text(series.unit), prices_text(series.prices)].filter(Boolean).join(language === "zh" ? "，" : ", ");
}

/// Returns a number, or all numbers of nested lists, times a factor.
function scaled(values, factor) {
  if (Array.isArray(values)) return values.map((value) => scaled(value, factor));
  return typeof values === "number" ? values * factor : values;
}

/// Returns a statistic with all its numbers times a factor.
function scaled_statistic(statistic, factor) {
  return statistic && Object.fromEntries(Object.entries(statistic).map(([key, values]) => [key, scaled(values, factor)]));
}

/// Returns the data of the report with every level in the unit that the page names, so that charts, tables and
/// sentences need not think of it. What configs and sources say stays as it was written.
function data_in_units(data) {
  if (language !== "zh") return data;
  return {
    ...data,
    scenarios: data.scenarios.map(scenario_in_units),
    comparisons: (data.comparisons || []).map((comparison) => ({
      ...comparison,
      series: (comparison.series || []).map((entry) => {
        const unit = series_of(data.scenarios[comparison.scenario], entry.name)?.unit;
        return {...entry, difference: scaled_statistic(entry.difference, unit_factor(unit))};
      }),
    })),
  };
}

function scenario_in_units(scenario) {
  const split = scenario.change_by_cause;
  return {
    ...scenario,
    series: scenario.series.map((series) => ({
      ...series,
      output: scaled_statistic(series.output, unit_factor(series.unit)),
      history: (series.history || []).map((fact) => ({...fact, value: scaled(fact.value, unit_factor(series.unit))})),
    })),
    targets: (scenario.targets || []).map(target_in_units),
    ...(split && {
      change_by_cause: {
        ...split,
        values: split.values.map((values, s) => scaled(values, unit_factor(series_of(scenario, split.series[s])?.unit))),
      },
    }),
    programmes: scenario.programmes?.map((programme) => ({
      ...programme,
      figures: programme.figures.map((figure) => ({...figure, mean: scaled(figure.mean, unit_factor(figure.unit))})),
    })),
  };
}

function target_in_units(target) {
  const factor = unit_factor(target.unit);
  const is_level = target.rule === "at_least" || target.rule === "at_most";
  return {
    ...target,
    ...(is_level && {level: scaled(target.level, factor)}),
    shortfall: scaled(target.shortfall, factor),
    shortfall_se: scaled(target.shortfall_se, factor),
  };
}

/// Returns the unit of a setting as its config has it, with what one number of it is in the unit of the page.
function written_unit(unit, value) {
  if (!unit || unit === "1") return "";
  const number = /^[-+]?\d[\d_]*(\.\d+)?$/.test(value) ? Number(value.replaceAll("_", "")) : null;
  if (unit_factor(unit) === 1 || number === null) return unit;
  return `${unit}（${level_text(number * unit_factor(unit))}${unit_text(unit)}）`;
}
