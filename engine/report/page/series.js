// The sections of single series: one closely, and the fans of all.

/// Returns the prices of published figures of a series where these are not the series' own, or nothing.
function other_prices(series) {
  const other = (series.history || []).map(({prices}) => prices).find((prices) => prices && prices !== series.prices);
  return prices_text(other);
}

/// Returns what published figures of a series are called, with their prices where these are not the series' own.
function history_text(series) {
  const prices = other_prices(series);
  return prices ? t("history_prices", {prices}) : t("history");
}

/// Makes the fan of a statistic of a series with its numbers:
/// {statistic, title, id, unit, format, small, zero: a line at zero, tools: further buttons, quantiles and years: of the scenario if left out}
function fan_figure(state, series, asked) {
  const scenario = scenario_of(state);
  const fan = {small: false, tools: [], quantiles: scenario.quantiles, years: scenario.years, ...asked};
  fan.history = fan.statistic === series.output ? series.history || [] : [];
  fan.published = history_text(series);
  fan.middle = middle_of(fan.statistic, fan.quantiles);
  fan.shown = fan.years.map((year, i) => i).filter((i) => given(fan.middle.values[i]));
  if (!fan.shown.length) return null;
  const prices = fan.history.length ? other_prices(series) : "";
  return make_figure({
    id: file_name(scenario.name, fan.id),
    title: fan.title,
    subtitle: prices ? t("subtitle_history", {unit: fan.unit, prices}) : fan.unit,
    small: fan.small,
    tools: fan.tools,
    level: fan.small ? "h4" : "h3",
    alt: fan_alt(fan),
    chart: fan_chart({
      ...fan,
      other_prices: prices !== "",
      colour: industry_colour(series.name),
      height: fan.small ? 230 : 340,
      legend: !fan.small,
    }),
    table: fan_table(fan),
  });
}

function fan_alt({title, years, shown, middle, statistic, quantiles, unit, format, history, published}) {
  const [first, last] = [shown[0], last_of(shown)];
  const [start, end] = [middle.values[first], middle.values[last]];
  const flat = Math.abs(end - start) < 0.005 * Math.abs(start) || format(start) === format(end);
  const places = {
    name: title,
    middle: middle.word.toLowerCase(),
    first: years[first],
    last: years[last],
    unit,
    start: format(start),
    end: format(end),
    moves: end > start ? t("rises") : t("falls"),
  };
  const figure = figure_in(statistic, quantiles, last);
  return (
    t(flat ? "fan_alt_flat" : "fan_alt", places) +
    (figure.share && given(figure.low)
      ? t("fan_alt_band", {year: years[last], share: figure.share, low: format(figure.low), high: format(figure.high)})
      : "") +
    (history.length ? t("fan_alt_history", {published, first: Math.min(...history.map(({year}) => year))}) : "")
  );
}

function fan_table({years, shown, statistic, quantiles, history, published, format}) {
  const order = quantiles.map((q, i) => i).sort((a, b) => quantiles[a] - quantiles[b]);
  const quantile_head = order.map((i) =>
    quantiles[i] === 0.5 ? t("median") : t("quantile", {percent: quantile_percent(quantiles[i])}),
  );
  const has_mean = (statistic.mean || []).some(given);
  const head = [
    t("year_column"),
    ...(history.length ? [published, t("source")] : []),
    ...quantile_head,
    ...(has_mean ? [t("mean"), t("sd")] : []),
  ];
  const rows = history
    .filter(({year}) => !years.includes(year))
    .map(({year, value, source}) => [
      String(year),
      format(value),
      cited(source),
      ...order.map(() => ""),
      ...(has_mean ? ["", ""] : []),
    ]);
  for (const i of shown) {
    const fact = history.find(({year}) => year === years[i]);
    rows.push([
      String(years[i]),
      ...(history.length ? [fact ? format(fact.value) : "", fact ? cited(fact.source) : ""] : []),
      ...order.map((q) => format(statistic.quantile[q][i])),
      ...(has_mean ? [format(statistic.mean[i]), format(statistic.sd?.[i])] : []),
    ]);
  }
  return {head, rows, texts: history.length ? [2] : []};
}

function section_detail(state) {
  const scenario = scenario_of(state);
  const series = chosen_series(state);
  const nodes = [section_note(t("detail_hint"))];
  const about = make("div", {class: "sc-two"});
  const output = series.measure && series.measure !== "output" ? "detail_measure" : "detail_fan";
  const targets = (scenario.targets || []).filter((target) => target.series === series.name);
  about.append(
    ...[
      fan_figure(state, series, {
        statistic: series.output,
        id: `output-${series.name}`,
        unit: unit_and_prices(series),
        title: t(output, {name: name_of(series)}),
        format: level_text,
      }),
      growth_figure(state, series),
      change_figure(state, series),
      targets.length
        ? target_figure(state, targets, `targets-${series.name}`, t("detail_targets", {name: name_of(series)}))
        : null,
    ].filter(Boolean),
  );
  return [...nodes, about];
}

function section_fans(state) {
  const scenario = scenario_of(state);
  const nodes = [section_note(t("fans_intro", {middle: middle_word(scenario.quantiles)})), fan_key(scenario)];
  for (const group of by_account(scenario)) {
    nodes.push(make("h3", {text: group.title}));
    if (group.definition) nodes.push(section_note(group.definition));
    nodes.push(
      make(
        "div",
        {class: "sc-grid"},
        ...group.series
          .map((series) =>
            fan_figure(state, series, {
              statistic: series.output,
              id: `fan-${series.name}`,
              title: name_of(series),
              unit: unit_and_prices(series),
              format: level_text,
              small: true,
              tools: [
                make("button", {
                  class: "sc-button",
                  type: "button",
                  text: t("show_closely"),
                  "aria-label": t("show_closely_title", {name: name_of(series)}),
                  onclick: () => page.show_closely(series.name),
                }),
              ],
            }),
          )
          .filter(Boolean),
      ),
    );
  }
  return nodes;
}

/// Makes the key to the bands of all small fans.
function fan_key(scenario) {
  const bands = bands_of(scenario.quantiles);
  const entry = (sample, text) => make("span", {class: "sc-key-entry"}, sample, make("span", {text}));
  const key = make(
    "p",
    {class: "sc-key"},
    entry(make("span", {class: "sc-key-line"}), middle_of({quantile: []}, scenario.quantiles).word),
  );
  bands
    .slice()
    .reverse()
    .forEach((band, k) => {
      const sample = make("span", {class: "sc-key-band"});
      sample.style.opacity = String(1 - 0.8 ** (bands.length - k));
      key.append(entry(sample, t("band_legend", {share: quantile_percent(band.share)})));
    });
  if (scenario.series.some(({history}) => history?.length)) {
    key.append(entry(make("span", {class: "sc-key-past"}), t("history")));
  }
  return key;
}
