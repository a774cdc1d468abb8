// What may stand in one chart: series that count the same thing, quantiles that all results hold, differences that
// are large enough to be seen.

/// Returns the word for what makes two series of one name different things, or null where they are the same.
function other_meaning(series, other) {
  const same = (a, b) => [...new Set([...Object.keys(a || {}), ...Object.keys(b || {})])].every((k) => a?.[k] === b?.[k]);
  const kinds = [
    ["comparison_other_account", series.account === other.account],
    ["comparison_other_measure", (series.measure || "output") === (other.measure || "output")],
    ["comparison_other_unit", series.unit === other.unit],
    ["comparison_other_prices", series.prices === other.prices],
    ["comparison_other_sum", same(series.sum, other.sum)],
  ];
  return kinds.find(([, is_same]) => !is_same)?.[0] ?? null;
}

/// Returns notes on the scenarios in which the chosen series is another thing, in plain words.
function not_alike_notes(state) {
  const chosen = chosen_series(state);
  return state.data.scenarios.flatMap((scenario, i) => {
    const other = series_of(scenario, chosen.name);
    const reason = other && other_meaning(chosen, other);
    if (!reason) return [];
    const places = {
      name: name_of(chosen),
      scenario: scenario_label(state, i),
      chosen: scenario_label(state, state.scenario),
      reason: t(reason),
    };
    return [make("p", {class: "sc-warning", text: t("comparison_not_alike", places)})];
  });
}

const is_near = (a, b) => Math.abs(a - b) < 1e-9;

/// Returns the quantiles that all of several results hold, in order.
function common_quantiles(lists) {
  return lists[0]
    .filter((q) => lists.every((list) => list.some((other) => is_near(q, other))))
    .sort((a, b) => a - b);
}

/// Returns a statistic with only the wanted ones of its quantiles.
function with_quantiles(statistic, quantiles, wanted) {
  const places = wanted.map((q) => quantiles.findIndex((own) => is_near(own, q)));
  return {...statistic, quantile: places.map((place) => statistic.quantile[place])};
}

/// Returns what to add to the subtitle of a chart of results that do not all hold the same quantiles, or nothing.
function quantiles_note(lists, common) {
  if (lists.every((list) => list.length === common.length)) return "";
  const quantiles = common.map((q) => quantile_percent(q) + "%").join(language === "zh" ? "、" : ", ");
  return (
    (language === "zh" ? "。" : ". ") + t(common.length ? "comparison_quantiles" : "comparison_no_quantiles", {quantiles})
  );
}

/// Says whether a difference in one year is nil to the digits that are shown beside its level: mean and quantiles.
function is_nil(difference, i, level) {
  const numbers = [difference?.mean?.[i], ...(difference?.quantile || []).map((list) => list[i])].filter(given);
  return numbers.length > 0 && numbers.every((x) => !/[1-9]/.test(difference_text(x, level)));
}

/// Returns the level of a series in one year that differences are set beside.
const level_in = (scenario, series, i) => series && middle_of(series.output, scenario.quantiles).values[i];
