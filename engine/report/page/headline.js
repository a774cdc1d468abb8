// The section at a glance.

/// Returns the cards of the chosen scenario: its level, growth and goals, and how it differs from the baseline.
function headline_cards(state) {
  const scenario = scenario_of(state);
  const cards = [];
  const add = (figure, sentence) =>
    cards.push(make("li", {class: "sc-card"}, make("p", {class: "sc-big", text: figure}), make("p", {text: sentence})));
  const main = main_series(scenario);
  const target = main_target(scenario);
  add_output_card(scenario, main, add);
  add_average_card(scenario, target ? series_of(scenario, target.series) : main, add);
  add_target_cards(scenario, target, add);
  add_growth_cards(scenario, main, scenario.years.length - 1, add);
  add_difference_card(state, main, add);
  return cards;
}

function add_output_card(scenario, main, add) {
  const last = scenario.years.length - 1;
  const output = figure_in(main.output, scenario.quantiles, last);
  if (!given(output.middle)) return;
  const places = {
    name: name_of(main),
    year: scenario.years[last],
    value: level_text(output.middle),
    unit: unit_text(main.unit),
    share: output.share,
    low: level_text(output.low),
    high: level_text(output.high),
  };
  const key = output.share && given(output.low) ? "headline_output" : "headline_output_plain";
  add(level_text(output.middle), t(key, places));
}

function add_average_card(scenario, series, add) {
  const last = scenario.years.length - 1;
  if (!series.average_growth || last === 0) return;
  const growth = figure_in(series.average_growth, scenario.quantiles, last);
  if (!given(growth.middle)) return;
  const places = {
    name: name_of(series),
    value: growth_text(growth.middle),
    base: scenario.base_year,
    year: scenario.years[last],
    share: growth.share,
    low: growth_text(growth.low),
    high: growth_text(growth.high),
  };
  const key = growth.share && given(growth.low) ? "headline_growth" : "headline_growth_plain";
  add(growth_text(growth.middle), t(key, places));
}

function add_target_cards(scenario, main, add) {
  const targets = (scenario.targets || []).filter(({probability}) => given(probability));
  const words_of = (target) => ({
    target: name_of(target),
    value: probability_text(target.probability),
    error: error_text(target),
  });
  if (main) add(probability_text(main.probability), t("headline_goal", words_of(main)));
  const others = targets.filter((target) => target !== main);
  if (targets.length < 2 || !others.length) return;
  const order = others.sort((a, b) => a.probability - b.probability);
  add(probability_text(order[0].probability), t("headline_missed", words_of(order[0])));
  if (order.length > 1)
    add(probability_text(last_of(order).probability), t("headline_safest", words_of(last_of(order))));
}

function add_growth_cards(scenario, main, last, add) {
  if (last < 1) return;
  const rates = scenario.series
    .filter((s) => s.account === main.account && s.measure === main.measure && s.group !== "total" && s.average_growth)
    .map((series) => ({series, rate: figure_in(series.average_growth, scenario.quantiles, last).middle}))
    .filter(({rate}) => given(rate))
    .sort((a, b) => b.rate - a.rate);
  if (rates.length < 2) return;
  for (const [key, {series, rate}] of [
    ["headline_fastest", rates[0]],
    ["headline_slowest", last_of(rates)],
  ]) {
    add(
      growth_text(rate),
      t(key, {
        name: name_of(series),
        value: growth_text(rate),
        year: scenario.years[last],
        middle: middle_word(scenario.quantiles),
        account: account_text(scenario, main.account),
      }),
    );
  }
}

/// Adds how the chosen scenario differs from the baseline, where they are paired.
function add_difference_card(state, main, add) {
  const comparison = (state.data.comparisons || []).find((one) => one.paired && one.scenario === state.scenario);
  const entry = comparison?.series.find(({name}) => name === main.name);
  const scenario = scenario_of(state);
  const last = scenario.years.length - 1;
  const relative = entry?.relative_difference?.mean?.[last];
  if (!given(relative)) return;
  const places = {
    scenario: scenario_label(state, comparison.scenario),
    name: name_of(main),
    baseline: scenario_label(state, comparison.baseline),
    year: scenario.years[last],
    relative: growth_text(relative),
    value: `${change_text(entry.difference?.mean?.[last])} ${unit_text(main.unit)}`,
  };
  const nil = is_nil(entry.difference, last, level_in(scenario, main, last));
  if (nil) add(t("no_difference"), t("headline_no_difference", places));
  else add(growth_text(relative), t("headline_difference", places));
}

function section_headline(state) {
  const scenario = scenario_of(state);
  const places = {
    paths: count_text(scenario.paths),
    unit: unit_text(scenario.currency || ""),
    prices: prices_text(scenario.prices),
  };
  const reading = [
    t("how_to_read_text", places),
    ...(places.unit && places.prices ? [t("how_to_read_levels", places)] : []),
    ...(/^constant/.test(scenario.prices) ? [t("how_to_read_real")] : []),
  ].join(language === "zh" ? "" : " ");
  return [
    make("ul", {class: "sc-cards"}, ...headline_cards(state)),
    make("div", {class: "sc-reading"}, make("h3", {text: t("how_to_read")}), make("p", {text: reading})),
  ];
}
