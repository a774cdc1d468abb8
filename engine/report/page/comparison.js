// Scenarios set against each other: levels side by side, paired differences, goals.

const comparison_quantiles = (state, comparison) =>
  comparison.quantiles || state.data.scenarios[comparison.scenario].quantiles;
const scenario_colour = (i) => (look) => look.other(i);
const most_lines = 7; // with a colour of their own; beyond that only the baseline and the chosen scenario have one

function section_comparison(state) {
  if (state.data.scenarios.length < 2) return null;
  const comparisons = state.data.comparisons || [];
  const paired = comparisons.filter((comparison) => comparison.paired && comparison.series?.length);
  const figures_here = [lines_figure(state), differences_figure(state, paired)].filter(Boolean);
  const chosen = paired.find(({scenario}) => scenario === state.other) || paired[0];
  return [
    section_note(t("comparison_intro", {baseline: scenario_label(state, baseline_of(state.data))})),
    ...comparison_notes(state, comparisons),
    ...not_alike_notes(state),
    make("div", {class: "sc-two"}, ...figures_here),
    ...(chosen ? [other_selector(state, paired, chosen), ...chosen_comparison(state, chosen)] : []),
    targets_table(state),
  ].filter(Boolean);
}

/// Makes the list of what cannot be compared, a line for each reason.
function comparison_notes(state, comparisons) {
  const items = comparisons.flatMap(({scenario, paired, note}) => {
    const name = scenario_label(state, scenario);
    const lines = (note || "").split("\n").filter(Boolean);
    if (!paired) return [t("comparison_not_paired", {scenario: name, note: lines.join("; ")})];
    return lines.map((line) => `${name}: ${line}`);
  });
  if (!items.length) return [];
  return [
    make("h3", {text: t("comparison_notes")}),
    make("ul", {class: "sc-notes sc-warning"}, ...items.map((text) => make("li", {text}))),
  ];
}

/// Returns the lines of a series in all scenarios that count it alike: [{scenario, i, series}].
function alike_scenarios(state) {
  const chosen = chosen_series(state);
  return state.data.scenarios
    .map((scenario, i) => ({scenario, i, series: series_of(scenario, chosen.name)}))
    .filter(({series}) => series && !other_meaning(chosen, series));
}

/// Makes the lines of the medians of the chosen series in all scenarios that count it alike.
function lines_figure(state) {
  const series = chosen_series(state);
  const alike = alike_scenarios(state);
  if (alike.length < 2) return null;
  const lists = alike.map(({scenario}) => scenario.quantiles);
  const common = common_quantiles(lists);
  const years = [...new Set(alike.flatMap(({scenario}) => scenario.years))].sort((a, b) => a - b);
  const lines = alike.map((each) => scenario_line(state, each, years, common, alike.length));
  const last = years.length - 1;
  const middle = middle_word(common);
  const unit = unit_and_prices(series);
  return make_figure({
    id: file_name("scenarios", series.name),
    title: t("comparison_lines", {name: name_of(series), middle}),
    subtitle: unit + (lists.every((list) => middle_word(list) === middle) ? "" : quantiles_note(lists, common)),
    alt: t("comparison_lines_alt", {
      name: name_of(series),
      middle,
      n: lines.length,
      first: years[0],
      last: years[last],
      unit,
      parts: lines.map(({label, values}) => `${label} ${level_text(values[last])}`).join(comma()),
    }),
    chart: lines_chart({years, lines, format: level_text}),
    table: {
      head: [t("scenario"), ...years.map(String)],
      rows: lines.map(({label, values}) => [label, ...values.map((x) => level_text(x))]),
    },
  });
}

/// Returns the line of one scenario; beyond the first few scenarios only some have a colour.
function scenario_line(state, {scenario, i, series}, years, quantiles, n) {
  const {values} = middle_of(with_quantiles(series.output, scenario.quantiles, quantiles), quantiles);
  const named = n <= most_lines || i === baseline_of(state.data) || i === state.other || i === state.scenario;
  return {
    name: `scenario${i}`,
    label: marked_label(state, i),
    quiet: !named,
    style: Math.floor(i / most_lines),
    colour: named ? scenario_colour(i) : (look) => look.rest,
    values: years.map((year) => values[scenario.years.indexOf(year)] ?? null),
  };
}

/// Makes the relative differences of the chosen series in the chosen year, a row for each scenario.
function differences_figure(state, paired) {
  const series = chosen_series(state);
  const shown = paired.filter((comparison) => has_difference(state, comparison));
  if (!shown.length) return null;
  const lists = shown.map((comparison) => comparison_quantiles(state, comparison));
  const common = common_quantiles(lists);
  const rows = shown.map((comparison) => difference_row(state, comparison, common));
  const places = {name: name_of(series), year: state.year};
  if (rows.every(({is_nil: nil}) => nil)) {
    return make("div", {}, ...rows.map(({label}) => section_note(t("comparison_nil", {...places, scenario: label}))));
  }
  const subtitle = whisker_subtitle("comparison_difference_subtitle", common) + quantiles_note(lists, common);
  return make_figure({
    id: file_name("differences", series.name, state.year),
    title: t("comparison_difference", places),
    subtitle,
    alt: t("comparison_difference_alt", {
      ...places,
      parts: rows.map(({label, text}) => `${label} ${text}`).join(comma()),
    }),
    chart: whisker_chart({rows, format: growth_text}),
    table: whisker_table(t("scenario"), rows, common, growth_text),
  });
}

/// Says whether a comparison has a relative difference of the chosen series, meant as in the chosen scenario, in the chosen year.
function has_difference(state, comparison) {
  const scenario = state.data.scenarios[comparison.scenario];
  const own = series_of(scenario, state.series);
  if (!own || other_meaning(chosen_series(state), own)) return false;
  const difference = comparison.series.find(({name}) => name === state.series)?.relative_difference;
  const i = scenario.years.indexOf(state.year);
  return i >= 0 && given(difference && middle_of(difference, comparison_quantiles(state, comparison)).values[i]);
}

/// Returns the row of a comparison; a difference that is nil to the digits shown is said to be none.
function difference_row(state, comparison, quantiles) {
  const scenario = state.data.scenarios[comparison.scenario];
  const entry = comparison.series.find(({name}) => name === state.series);
  const i = scenario.years.indexOf(state.year);
  const label = scenario_label(state, comparison.scenario);
  const colour = scenario_colour(comparison.scenario);
  if (is_nil(entry.difference, i, level_in(scenario, series_of(scenario, state.series), i))) {
    const text = t("no_difference");
    return {label, colour, middle: 0, bands: [], text, tip: [[text, ""]], is_nil: true};
  }
  const statistic = with_quantiles(entry.relative_difference, comparison_quantiles(state, comparison), quantiles);
  const row = whisker_row(label, colour, statistic, quantiles, i, growth_text);
  const is_small = [row.middle, ...row.bands.flat()].every((x) => given(x) && Math.abs(x) < 0.0005);
  return is_small ? {...row, text: t("under_shown", {least: percent_text(0.0005, {digits: 2})})} : row;
}

function other_selector(state, paired, chosen) {
  const select = make(
    "select",
    {class: "sc-select", id: "sc-other", onchange: (event) => page.set({other: Number(event.target.value)})},
    ...paired.map(({scenario}) =>
      make("option", {value: scenario, selected: scenario === chosen.scenario, text: scenario_label(state, scenario)}),
    ),
  );
  return make("p", {class: "sc-field sc-screen"}, make("label", {for: "sc-other", text: t("comparison_of")}), select);
}

/// Makes the differences of one scenario: of the chosen series over the years, and of all series in the chosen year.
function chosen_comparison(state, comparison) {
  return [difference_fan(state, comparison), difference_table(state, comparison)].filter(Boolean);
}

function difference_fan(state, comparison) {
  const scenario = state.data.scenarios[comparison.scenario];
  const series = series_of(scenario, state.series);
  const found = series && comparison.series.find(({name}) => name === series.name);
  if (!found?.difference) return null;
  const places = {name: name_of(series), scenario: scenario_label(state, comparison.scenario)};
  const known = scenario.years.map((year, i) => i).filter((i) => given(found.difference.mean?.[i]));
  if (known.every((i) => is_nil(found.difference, i, level_in(scenario, series, i))))
    return section_note(t("comparison_nil_all", places));
  return fan_figure(state, series, {
    statistic: found.difference,
    id: file_name("difference", scenario.name, series.name),
    unit: unit_and_prices(series),
    zero: true,
    title: t("comparison_fan", places),
    format: change_text,
    quantiles: comparison_quantiles(state, comparison),
    years: scenario.years,
  });
}

function difference_table(state, comparison) {
  const scenario = state.data.scenarios[comparison.scenario];
  const i = scenario.years.indexOf(state.year);
  if (i < 0) return null;
  const rows = comparison.series
    .filter(({difference}) => given(difference?.mean?.[i]) || given(difference?.quantile?.[0]?.[i]))
    .map((entry) => difference_cells(scenario, entry, i));
  if (!rows.length) return null;
  const sides = [comparison.scenario, comparison.baseline].map((place) => scenario_label(state, place));
  return make_table({
    caption: `${t("comparison_all", {year: state.year})}: ${sides.join(" – ")}`,
    rows,
    texts: [1],
    head: [
      t("name_column"),
      t("unit"),
      t("difference"),
      t("error"),
      t("relative_difference"),
      t("growth_difference"),
      t("improvement"),
    ],
  });
}

/// Returns a row of the table of differences. Of a difference that is nil to the digits shown, it says only that.
function difference_cells(scenario, entry, i) {
  const series = series_of(scenario, entry.name);
  const level = level_in(scenario, series, i);
  const name = series ? name_of(series) : entry.name;
  const unit = series ? unit_text(series.unit) : "";
  if (is_nil(entry.difference, i, level)) return [name, unit, t("no_difference"), "", "", "", ""];
  const error = entry.difference?.mean_se?.[i];
  return [
    name,
    unit,
    difference_text(entry.difference?.mean?.[i], level),
    given(error) ? `± ${difference_text(1.96 * error, level, false)}` : missing,
    growth_text(entry.relative_difference?.mean?.[i]),
    points_text(entry.average_growth_difference?.mean?.[i]),
    share_text(entry.improvement_probability?.[i]),
  ];
}

/// Makes the table of goals by scenario.
function targets_table(state) {
  const scenarios = state.data.scenarios;
  const names = new Map();
  for (const scenario of scenarios) {
    for (const target of scenario.targets || []) if (!names.has(target.name)) names.set(target.name, target);
  }
  if (!names.size) return null;
  const rows = [...names.values()].map((target) => [
    name_of(target),
    ...scenarios.map((scenario) => {
      const same = (scenario.targets || []).find(({name}) => name === target.name);
      return same ? probability_text(same.probability) : missing;
    }),
  ]);
  const head = [t("target"), ...scenarios.map((scenario, i) => marked_label(state, i))];
  return make_table({caption: t("comparison_targets"), head, rows});
}
