// The section of growth rates.

/// Returns what dots and bars of a whisker chart are, after the words of `key`.
function whisker_subtitle(key, quantiles) {
  return t(key, {middle: middle_word(quantiles)}) + bands_text(bands_of(quantiles));
}

/// Returns a row of a whisker chart from a statistic in one year.
function whisker_row(label, colour, statistic, quantiles, i, format) {
  const bands = bands_of(quantiles).map(({low, high, share}) => ({
    share,
    ends: [statistic.quantile[low][i], statistic.quantile[high][i]],
  }));
  const middle = middle_of(statistic, quantiles);
  return {
    label,
    colour,
    middle: middle.values[i],
    bands: bands.map(({ends}) => ends),
    text: format(middle.values[i]),
    tip: [
      [middle.word, format(middle.values[i])],
      ...bands
        .slice()
        .reverse()
        .map(({share, ends}) => [
          t("band_legend", {share: quantile_percent(share)}),
          `${format(ends[0])} – ${format(ends[1])}`,
        ]),
    ],
  };
}

/// Makes the table of whisker rows: label, middle and the ends of each band.
function whisker_table(first_column, rows, quantiles, format) {
  const bands = bands_of(quantiles).reverse();
  return {
    head: [
      first_column,
      middle_of({quantile: []}, quantiles).word,
      ...bands.map(({share}) => t("band_legend", {share: quantile_percent(share)})),
    ],
    rows: rows.map(({label, middle, bands: ends, text, is_nil: nil}) => [
      label,
      nil ? text : format(middle),
      ...bands.map((band, k) => {
        const [low, high] = ends[ends.length - 1 - k] ?? [];
        return given(low) ? `${format(low)} – ${format(high)}` : missing;
      }),
    ]),
  };
}

function growth_figure(state, series) {
  const scenario = scenario_of(state);
  if (!series.growth) return null;
  const years = scenario.years
    .map((year, i) => i)
    .filter((i) => given(middle_of(series.growth, scenario.quantiles).values[i]));
  if (!years.length) return null;
  const colour = industry_colour(series.name);
  const rows = years.map((i) =>
    whisker_row(String(scenario.years[i]), colour, series.growth, scenario.quantiles, i, growth_text),
  );
  const title = t("detail_growth", {name: name_of(series)});
  return make_figure({
    id: file_name(scenario.name, "growth", series.name),
    title,
    subtitle: whisker_subtitle("growth_average_subtitle", scenario.quantiles),
    alt: t("growth_alt", {
      name: name_of(series),
      parts: rows
        .map(({label, middle}) =>
          t("growth_alt_part", {year: label, value: growth_text(middle), middle: middle_word(scenario.quantiles)}),
        )
        .join(comma()),
    }),
    chart: whisker_chart({rows, format: growth_text, upright: true, height: 340}),
    table: whisker_table(t("year_column"), rows, scenario.quantiles, growth_text),
  });
}

function section_growth(state) {
  const scenario = scenario_of(state);
  const year = Math.max(state.year, scenario.years[Math.min(1, scenario.years.length - 1)]);
  const i = scenario.years.indexOf(year);
  const nodes = [];
  for (const group of by_account(scenario)) {
    const rows = group.series
      .filter((s) => s.average_growth && given(middle_of(s.average_growth, scenario.quantiles).values[i]))
      .map((s) =>
        whisker_row(name_of(s), industry_colour(s.name), s.average_growth, scenario.quantiles, i, growth_text),
      );
    if (!rows.length) continue;
    const order = rows.slice().sort((a, b) => b.middle - a.middle);
    const places = {
      base: scenario.base_year,
      year,
      middle: middle_word(scenario.quantiles),
      account: group.title,
      first: order[0].label,
      last: last_of(order).label,
      first_value: growth_text(order[0].middle),
      last_value: growth_text(last_of(order).middle),
    };
    nodes.push(
      make_figure({
        id: file_name(scenario.name, "average-growth", group.own ? "measures" : group.key, year),
        title: t("growth_average", places),
        subtitle: whisker_subtitle("growth_average_subtitle", scenario.quantiles),
        alt: t("growth_average_alt", places),
        chart: whisker_chart({rows, format: growth_text}),
        table: whisker_table(t("name_column"), rows, scenario.quantiles, growth_text),
      }),
    );
  }
  const table = growth_table(scenario);
  if (!nodes.length && !table) return null;
  return [
    section_note(t("growth_intro", {base: scenario.base_year, year, middle: middle_word(scenario.quantiles)})),
    make("div", {class: "sc-pairs"}, ...nodes),
    ...(table ? [table] : []),
  ];
}

function growth_table(scenario) {
  const series = scenario.series.filter((s) => s.growth);
  const years = scenario.years.slice(1);
  if (!series.length || !years.length) return null;
  const band = main_band(bands_of(scenario.quantiles));
  const last = scenario.years.length - 1;
  const rows = series.map((s) => {
    const average = s.average_growth ? figure_in(s.average_growth, scenario.quantiles, last) : {};
    return [
      name_of(s),
      ...years.map((year, i) => growth_text(middle_of(s.growth, scenario.quantiles).values[i + 1])),
      growth_text(average.middle),
      ...(band ? [given(average.low) ? `${growth_text(average.low)} – ${growth_text(average.high)}` : missing] : []),
    ];
  });
  return make_table({
    caption: t("growth_by_year", {middle: middle_word(scenario.quantiles)}),
    rows,
    head: [
      t("name_column"),
      ...years.map(String),
      t("average_column"),
      ...(band ? [t("band_column", {share: quantile_percent(band.share)})] : []),
    ],
  });
}
