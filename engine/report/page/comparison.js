// Scenarios set against each other: levels side by side, paired differences, goals.

const comparison_quantiles = (state, comparison) =>
  comparison.quantiles || state.data.scenarios[comparison.scenario].quantiles;
const scenario_colour = (i) => (look) => look.other(i);
const dashes = ["solid", "dashed", "dotted"];
const most_lines = 7; // with a colour of their own; beyond that only the baseline and the chosen scenario have one

function section_comparison(state) {
  const scenarios = state.data.scenarios;
  if (scenarios.length < 2) return null;
  const comparisons = state.data.comparisons || [];
  const paired = comparisons.filter((comparison) => comparison.paired && comparison.series?.length);
  const baseline = scenarios[comparisons[0]?.baseline ?? 0];
  const nodes = [section_note(t("comparison_intro", {baseline: name_of(baseline)}))];
  for (const {scenario, note} of paired.filter(({note}) => note)) {
    nodes.push(section_note(`${name_of(scenarios[scenario])}: ${note}`));
  }
  for (const comparison of comparisons.filter((c) => !c.paired)) {
    nodes.push(
      make("p", {
        class: "sc-warning",
        text: t("comparison_not_paired", {
          scenario: name_of(scenarios[comparison.scenario]),
          note: comparison.note || "",
        }),
      }),
    );
  }
  const figures_here = [lines_figure(state), differences_figure(state, paired)].filter(Boolean);
  nodes.push(make("div", {class: "sc-two"}, ...figures_here));
  const chosen = paired.find(({scenario}) => scenario === state.other) || paired[0];
  if (chosen) nodes.push(other_selector(state, paired, chosen), ...chosen_comparison(state, chosen));
  const targets = targets_table(state);
  if (targets) nodes.push(targets);
  return nodes;
}

/// Makes the lines of the medians of the chosen series in all scenarios that count it alike.
function lines_figure(state) {
  const scenarios = state.data.scenarios;
  const series = chosen_series(state);
  const alike = scenarios
    .map((scenario, i) => ({scenario, i, series: series_of(scenario, series.name)}))
    .filter(({series: s}) => s && s.unit === series.unit && s.prices === series.prices && s.account === series.account);
  if (alike.length < 2) return null;
  const years = [...new Set(alike.flatMap(({scenario}) => scenario.years))].sort((a, b) => a - b);
  const lines = alike.map(({scenario, i, series: s}) => {
    const middle = middle_of(s.output, scenario.quantiles).values;
    const named = alike.length <= most_lines || i === 0 || i === state.other || i === state.scenario;
    return {
      name: `scenario${i}`,
      label: name_of(scenario),
      quiet: !named,
      dash: dashes[Math.floor(i / most_lines) % dashes.length],
      colour: named ? scenario_colour(i) : (look) => look.rest,
      values: years.map((year) => middle[scenario.years.indexOf(year)] ?? null),
    };
  });
  const last = years.length - 1;
  const middle = middle_word(scenarios[0].quantiles);
  const title = t("comparison_lines", {name: name_of(series), middle});
  return make_figure({
    id: file_name("scenarios", series.name),
    title,
    subtitle: unit_and_prices(series),
    alt: t("comparison_lines_alt", {
      name: name_of(series),
      middle,
      n: lines.length,
      first: years[0],
      last: years[last],
      unit: unit_and_prices(series),
      parts: lines.map(({label, values}) => `${label} ${level_text(values[last])}`).join(comma()),
    }),
    chart: lines_chart({years, lines, format: level_text}),
    table: {
      head: [t("scenario"), ...years.map(String)],
      rows: lines.map(({label, values}) => [label, ...values.map((x) => level_text(x))]),
    },
  });
}

/// Makes the relative differences of the chosen series in the chosen year, a row for each scenario.
function differences_figure(state, paired) {
  const series = chosen_series(state);
  const rows = [];
  for (const comparison of paired) {
    const scenario = state.data.scenarios[comparison.scenario];
    const difference = comparison.series.find(({name}) => name === series.name)?.relative_difference;
    const i = scenario.years.indexOf(state.year);
    if (!difference || i < 0 || !given(middle_of(difference, comparison_quantiles(state, comparison)).values[i]))
      continue;
    rows.push(
      whisker_row(
        name_of(scenario),
        scenario_colour(comparison.scenario),
        difference,
        comparison_quantiles(state, comparison),
        i,
        growth_text,
      ),
    );
  }
  if (!rows.length) return null;
  const quantiles = comparison_quantiles(state, paired[0]);
  const places = {name: name_of(series), year: state.year};
  return make_figure({
    id: file_name("differences", series.name, state.year),
    title: t("comparison_difference", places),
    subtitle: whisker_subtitle("comparison_difference_subtitle", quantiles),
    alt: t("comparison_difference_alt", {
      ...places,
      parts: rows.map(({label, text}) => `${label} ${text}`).join(comma()),
    }),
    chart: whisker_chart({rows, format: growth_text}),
    table: whisker_table(t("scenario"), rows, quantiles, growth_text),
  });
}

function other_selector(state, paired, chosen) {
  const select = make(
    "select",
    {class: "sc-select", id: "sc-other", onchange: (event) => page.set({other: Number(event.target.value)})},
    ...paired.map(({scenario}) =>
      make("option", {
        value: scenario,
        selected: scenario === chosen.scenario,
        text: name_of(state.data.scenarios[scenario]),
      }),
    ),
  );
  return make("p", {class: "sc-field sc-screen"}, make("label", {for: "sc-other", text: t("comparison_of")}), select);
}

/// Makes the differences of one scenario: of the chosen series over the years, and of all series in the chosen year.
function chosen_comparison(state, comparison) {
  const scenario = state.data.scenarios[comparison.scenario];
  const baseline = state.data.scenarios[comparison.baseline];
  const series = series_of(scenario, state.series);
  const found = series && comparison.series.find(({name}) => name === series.name);
  const nodes = [];
  if (found?.difference) {
    nodes.push(
      fan_figure(state, series, {
        statistic: found.difference,
        id: file_name("difference", scenario.name, series.name),
        unit: unit_and_prices(series),
        zero: true,
        title: t("comparison_fan", {name: name_of(series), scenario: name_of(scenario)}),
        format: change_text,
        quantiles: comparison_quantiles(state, comparison),
        years: scenario.years,
      }),
    );
  }
  const i = scenario.years.indexOf(state.year);
  const rows =
    i < 0
      ? []
      : comparison.series
          .filter(({difference}) => given(difference?.mean?.[i]) || given(difference?.quantile?.[0]?.[i]))
          .map((entry) => {
            const of = series_of(scenario, entry.name);
            const error = entry.difference?.mean_se?.[i];
            const level = of && middle_of(of.output, scenario.quantiles).values[i];
            const unchanged = entry.difference?.mean?.[i] === 0 && error === 0;
            return [
              of ? name_of(of) : entry.name,
              of ? unit_text(of.unit) : "",
              difference_text(entry.difference?.mean?.[i], level),
              given(error) ? `± ${difference_text(1.96 * error, level, false)}` : missing,
              growth_text(entry.relative_difference?.mean?.[i]),
              points_text(entry.average_growth_difference?.mean?.[i]),
              unchanged ? t("unchanged") : share_text(entry.improvement_probability?.[i]),
            ];
          });
  if (rows.length) {
    nodes.push(
      make_table({
        caption: `${t("comparison_all", {year: state.year})}: ${name_of(scenario)} – ${name_of(baseline)}`,
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
      }),
    );
  }
  return nodes.filter(Boolean);
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
  return make_table({caption: t("comparison_targets"), head: [t("target"), ...scenarios.map(name_of)], rows});
}
