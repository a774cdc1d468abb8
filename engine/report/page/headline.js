// The section at a glance.

function headline_cards(state) {
  const scenario = scenario_of(state);
  const last = scenario.years.length - 1;
  const year = scenario.years[last];
  const cards = [];
  const add = (figure, sentence) =>
    cards.push(make("li", {class: "sc-card"}, make("p", {class: "sc-big", text: figure}), make("p", {text: sentence})));
  const main = main_series(scenario);
  const output = figure_in(main.output, scenario.quantiles, last);
  if (given(output.middle)) {
    add(
      level_text(output.middle),
      t(output.share && given(output.low) ? "headline_output" : "headline_output_plain", {
        name: name_of(main),
        year,
        value: level_text(output.middle),
        unit: unit_text(main.unit),
        share: output.share,
        low: level_text(output.low),
        high: level_text(output.high),
      }),
    );
  }
  const target = main_target(scenario);
  const goal = target ? series_of(scenario, target.series) : main;
  if (goal.average_growth && last > 0) {
    const growth = figure_in(goal.average_growth, scenario.quantiles, last);
    if (given(growth.middle)) {
      add(
        growth_text(growth.middle),
        t(growth.share && given(growth.low) ? "headline_growth" : "headline_growth_plain", {
          name: name_of(goal),
          value: growth_text(growth.middle),
          base: scenario.base_year,
          year,
          share: growth.share,
          low: growth_text(growth.low),
          high: growth_text(growth.high),
        }),
      );
    }
  }
  add_target_cards(scenario, target, add);
  add_growth_cards(scenario, main, last, add);
  add_difference_cards(state, main, add);
  return cards;
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

function add_difference_cards(state, main, add) {
  for (const comparison of (state.data.comparisons || []).filter(({paired}) => paired).slice(0, 2)) {
    const scenario = state.data.scenarios[comparison.scenario];
    const difference = comparison.series.find(({name}) => name === main.name);
    const last = scenario.years.length - 1;
    const relative = difference?.relative_difference?.mean?.[last];
    if (!given(relative)) continue;
    add(
      growth_text(relative),
      t("headline_difference", {
        scenario: name_of(scenario),
        name: name_of(main),
        baseline: name_of(state.data.scenarios[comparison.baseline]),
        year: scenario.years[last],
        relative: growth_text(relative),
        value: `${change_text(difference.difference?.mean?.[last])} ${unit_text(main.unit)}`,
      }),
    );
  }
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
