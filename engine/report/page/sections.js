// The sections of the report. Each takes the page's state and returns its nodes, or null where the result has nothing
// to show there. State: {data, scenario: number, series: name, year, other: number of the scenario compared}.

const scenario_of = (state) => state.data.scenarios[state.scenario];
const series_of = (scenario, name) => scenario.series.find((series) => series.name === name);
const chosen_series = (state) => series_of(scenario_of(state), state.series);
const industry_colour = (name) => (look) => look.industry(name);
const last_of = (list) => list[list.length - 1];
const comma = () => (language === "zh" ? "；" : "; ");

function origin_text() {
  const scenario = scenario_of(page.state);
  return t("footer", {title: name_of(scenario), paths: count_text(scenario.paths), program: page.state.data.program});
}

function section_note(text) {
  return make("p", {class: "sc-intro", text});
}

/// Returns the account of a series as people read it.
function account_text(scenario, name) {
  const account = (scenario.accounts || []).find((a) => a.name === name);
  return account ? name_of(account) : name || t("other_account");
}

/// Groups series so that each group counts one thing: [{key, title, definition, series}], other measures last.
function by_account(scenario) {
  const groups = new Map();
  for (const series of scenario.series) {
    const own = series.measure && series.measure !== "output";
    const key = own ? "\u0000measures" : series.account;
    if (!groups.has(key)) {
      const account = (scenario.accounts || []).find((a) => a.name === key);
      groups.set(key, {key, own, title: own ? t("other_measures") : account_text(scenario, key),
                       definition: own ? "" : account?.definition || "", series: []});
    }
    groups.get(key).series.push(series);
  }
  return [...groups.values()].sort((a, b) => (a.own ? 1 : 0) - (b.own ? 1 : 0));
}

/// Returns the series that stands for the whole economy: the one that most others are parts of, else the last total.
function main_series(scenario) {
  const outputs = scenario.series.filter(({measure}) => !measure || measure === "output");
  const parts = (whole) => scenario.series.filter(({part_of}) => part_of === whole.name).length;
  const most = outputs.reduce((best, s) => (parts(s) > (best ? parts(best) : 0) ? s : best), null);
  return most || last_of(outputs.filter(({group}) => group === "total")) || outputs[0] || scenario.series[0];
}

/// Returns the goal that the headline speaks of: the first of a single series.
function main_target(scenario) {
  return (scenario.targets || []).find((target) => given(target.probability) && series_of(scenario, target.series));
}

/// Returns the numbers of a statistic in one year: {middle, word, low, high, share}; low and high of the main band.
function figure_in(statistic, quantiles, i) {
  const middle = middle_of(statistic, quantiles);
  const band = main_band(bands_of(quantiles));
  return {middle: middle.values[i], word: middle.word, share: band ? quantile_percent(band.share) : null,
          low: band ? statistic.quantile[band.low][i] : null, high: band ? statistic.quantile[band.high][i] : null};
}

// ---- At a glance

function headline_cards(state) {
  const scenario = scenario_of(state);
  const last = scenario.years.length - 1;
  const year = scenario.years[last];
  const cards = [];
  const add = (figure, sentence) => cards.push(make("li", {class: "sc-card"}, make("p", {class: "sc-big", text: figure}),
                                                    make("p", {text: sentence})));
  const main = main_series(scenario);
  const output = figure_in(main.output, scenario.quantiles, last);
  if (given(output.middle)) {
    add(level_text(output.middle), t(output.share && given(output.low) ? "headline_output" : "headline_output_plain",
      {name: name_of(main), year, value: level_text(output.middle), unit: unit_text(main.unit), share: output.share,
       low: level_text(output.low), high: level_text(output.high)}));
  }
  const target = main_target(scenario);
  const goal = target ? series_of(scenario, target.series) : main;
  if (goal.average_growth && last > 0) {
    const growth = figure_in(goal.average_growth, scenario.quantiles, last);
    if (given(growth.middle)) {
      add(growth_text(growth.middle), t(growth.share && given(growth.low) ? "headline_growth" : "headline_growth_plain",
        {name: name_of(goal), value: growth_text(growth.middle), base: scenario.base_year, year, share: growth.share,
         low: growth_text(growth.low), high: growth_text(growth.high)}));
    }
  }
  add_target_cards(scenario, target, add);
  add_growth_cards(scenario, main, last, add);
  add_difference_cards(state, main, add);
  return cards;
}

function add_target_cards(scenario, main, add) {
  const targets = (scenario.targets || []).filter(({probability}) => given(probability));
  const words_of = (target) => ({target: name_of(target), value: probability_text(target.probability), error: error_text(target)});
  if (main) add(probability_text(main.probability), t("headline_goal", words_of(main)));
  const others = targets.filter((target) => target !== main);
  if (targets.length < 2 || !others.length) return;
  const order = others.sort((a, b) => a.probability - b.probability);
  add(probability_text(order[0].probability), t("headline_missed", words_of(order[0])));
  if (order.length > 1) add(probability_text(last_of(order).probability), t("headline_safest", words_of(last_of(order))));
}

function add_growth_cards(scenario, main, last, add) {
  if (last < 1) return;
  const rates = scenario.series
    .filter((s) => s.account === main.account && s.measure === main.measure && s.group !== "total" && s.average_growth)
    .map((series) => ({series, rate: figure_in(series.average_growth, scenario.quantiles, last).middle}))
    .filter(({rate}) => given(rate)).sort((a, b) => b.rate - a.rate);
  if (rates.length < 2) return;
  for (const [key, {series, rate}] of [["headline_fastest", rates[0]], ["headline_slowest", last_of(rates)]]) {
    add(growth_text(rate), t(key, {name: name_of(series), value: growth_text(rate), year: scenario.years[last],
                                   account: account_text(scenario, main.account)}));
  }
}

function add_difference_cards(state, main, add) {
  for (const comparison of (state.data.comparisons || []).filter(({paired}) => paired).slice(0, 2)) {
    const scenario = state.data.scenarios[comparison.scenario];
    const difference = comparison.series.find(({name}) => name === main.name);
    const last = scenario.years.length - 1;
    const relative = difference?.relative_difference?.mean?.[last];
    if (!given(relative)) continue;
    add(growth_text(relative), t("headline_difference", {scenario: name_of(scenario), name: name_of(main),
      baseline: name_of(state.data.scenarios[comparison.baseline]), year: scenario.years[last], relative: growth_text(relative),
      value: `${change_text(difference.difference?.mean?.[last])} ${unit_text(main.unit)}`}));
  }
}

function section_headline(state) {
  const scenario = scenario_of(state);
  const places = {paths: count_text(scenario.paths), unit: unit_text(scenario.currency || ""), prices: prices_text(scenario.prices)};
  return [make("ul", {class: "sc-cards"}, ...headline_cards(state)),
          make("div", {class: "sc-reading"}, make("h3", {text: t("how_to_read")}),
               make("p", {text: t(places.unit && places.prices ? "how_to_read_text" : "how_to_read_plain", places)}))];
}

// ---- Fans

/// Makes the fan of a statistic of a series with its numbers.
function fan_figure(state, series, {statistic, title, id, unit, format, small = false, zero = false, tools = [],
                                    quantiles = null, years = null, colour = industry_colour(series.name)}) {
  const scenario = scenario_of(state);
  quantiles ??= scenario.quantiles;
  years ??= scenario.years;
  const history = statistic === series.output ? series.history || [] : [];
  const middle = middle_of(statistic, quantiles);
  const shown = years.map((year, i) => i).filter((i) => given(middle.values[i]));
  if (!shown.length) return null;
  return make_figure({
    id: file_name(scenario.name, id), title, subtitle: unit, small, tools, level: small ? "h4" : "h3",
    alt: fan_alt({title, years, shown, middle, statistic, quantiles, unit, format, history}),
    chart: fan_chart({years, statistic, quantiles, history, colour, format, zero, height: small ? 230 : 340, legend: !small}),
    table: fan_table({years, shown, statistic, quantiles, history, format}),
  });
}

function fan_alt({title, years, shown, middle, statistic, quantiles, unit, format, history}) {
  const [first, last] = [shown[0], last_of(shown)];
  const [start, end] = [middle.values[first], middle.values[last]];
  const flat = Math.abs(end - start) < 0.005 * Math.abs(start) || format(start) === format(end);
  const places = {name: title, first: years[first], last: years[last], unit, start: format(start), end: format(end),
                  moves: end > start ? t("rises") : t("falls")};
  const figure = figure_in(statistic, quantiles, last);
  return t(flat ? "fan_alt_flat" : "fan_alt", places)
    + (figure.share && given(figure.low) ? t("fan_alt_band", {year: years[last], share: figure.share,
        low: format(figure.low), high: format(figure.high)}) : "")
    + (history.length ? t("fan_alt_history", {first: Math.min(...history.map(({year}) => year))}) : "");
}

function fan_table({years, shown, statistic, quantiles, history, format}) {
  const order = quantiles.map((q, i) => i).sort((a, b) => quantiles[a] - quantiles[b]);
  const quantile_head = order.map((i) => (quantiles[i] === 0.5 ? t("median") : t("quantile", {percent: quantile_percent(quantiles[i])})));
  const has_mean = (statistic.mean || []).some(given);
  const head = [t("year_column"), ...(history.length ? [t("history"), t("source")] : []), ...quantile_head,
                ...(has_mean ? [t("mean"), t("sd")] : [])];
  const rows = history.filter(({year}) => !years.includes(year)).map(({year, value, source}) =>
    [String(year), format(value), cited(source), ...order.map(() => ""), ...(has_mean ? ["", ""] : [])]);
  for (const i of shown) {
    const fact = history.find(({year}) => year === years[i]);
    rows.push([String(years[i]), ...(history.length ? [fact ? format(fact.value) : "", fact ? cited(fact.source) : ""] : []),
               ...order.map((q) => format(statistic.quantile[q][i])),
               ...(has_mean ? [format(statistic.mean[i]), format(statistic.sd?.[i])] : [])]);
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
  about.append(...[fan_figure(state, series, {statistic: series.output, id: `output-${series.name}`, unit: unit_and_prices(series),
                              title: t(output, {name: name_of(series)}), format: level_text}),
                   growth_figure(state, series), change_figure(state, series),
    targets.length ? target_figure(state, targets, `targets-${series.name}`, t("detail_targets", {name: name_of(series)})) : null,
  ].filter(Boolean));
  return [...nodes, about];
}

function section_fans(state) {
  const scenario = scenario_of(state);
  const nodes = [section_note(t("fans_intro")), fan_key(scenario)];
  for (const group of by_account(scenario)) {
    nodes.push(make("h3", {text: group.title}));
    if (group.definition) nodes.push(section_note(group.definition));
    nodes.push(make("div", {class: "sc-grid"}, ...group.series.map((series) => fan_figure(state, series, {
      statistic: series.output, id: `fan-${series.name}`, title: name_of(series), unit: unit_and_prices(series),
      format: level_text, small: true, tools: [make("button", {
        class: "sc-button", type: "button", text: t("show_closely"),
        "aria-label": t("show_closely_title", {name: name_of(series)}),
        onclick: () => page.show_closely(series.name)})]})).filter(Boolean)));
  }
  return nodes;
}

/// Makes the key to the bands of all small fans.
function fan_key(scenario) {
  const bands = bands_of(scenario.quantiles);
  const entry = (sample, text) => make("span", {class: "sc-key-entry"}, sample, make("span", {text}));
  const key = make("p", {class: "sc-key"},
                   entry(make("span", {class: "sc-key-line"}), middle_of({quantile: [], mean: []}, scenario.quantiles).word));
  bands.slice().reverse().forEach((band, k) => {
    const sample = make("span", {class: "sc-key-band"});
    sample.style.opacity = String(1 - 0.8 ** (bands.length - k));
    key.append(entry(sample, t("band_legend", {share: quantile_percent(band.share)})));
  });
  if (scenario.series.some(({history}) => history?.length)) {
    key.append(entry(make("span", {class: "sc-key-past"}), t("history")));
  }
  return key;
}

// ---- Growth

/// Returns a row of a whisker chart from a statistic in one year.
function whisker_row(label, colour, statistic, quantiles, i, format) {
  const bands = bands_of(quantiles).map(({low, high, share}) => ({share, ends: [statistic.quantile[low][i], statistic.quantile[high][i]]}));
  const middle = middle_of(statistic, quantiles);
  return {
    label, colour, middle: middle.values[i], bands: bands.map(({ends}) => ends), text: format(middle.values[i]),
    tip: [[middle.word, format(middle.values[i])], ...bands.slice().reverse().map(({share, ends}) =>
      [t("band_legend", {share: quantile_percent(share)}), `${format(ends[0])} – ${format(ends[1])}`])],
  };
}

/// Makes the table of whisker rows: label, middle and the ends of each band.
function whisker_table(first_column, rows, quantiles, format) {
  const bands = bands_of(quantiles).reverse();
  return {head: [first_column, middle_of({quantile: [], mean: []}, quantiles).word,
                 ...bands.map(({share}) => t("band_legend", {share: quantile_percent(share)}))],
          rows: rows.map(({label, middle, bands: ends}) => [label, format(middle),
            ...ends.slice().reverse().map(([low, high]) => (given(low) ? `${format(low)} – ${format(high)}` : missing))])};
}

function growth_figure(state, series) {
  const scenario = scenario_of(state);
  if (!series.growth) return null;
  const years = scenario.years.map((year, i) => i).filter((i) => given(middle_of(series.growth, scenario.quantiles).values[i]));
  if (!years.length) return null;
  const colour = industry_colour(series.name);
  const rows = years.map((i) => whisker_row(String(scenario.years[i]), colour, series.growth, scenario.quantiles, i, growth_text));
  const title = t("detail_growth", {name: name_of(series)});
  return make_figure({
    id: file_name(scenario.name, "growth", series.name), title,
    subtitle: t("growth_average_subtitle", {bands: bands_text(bands_of(scenario.quantiles))}),
    alt: t("growth_alt", {name: name_of(series), parts: rows.map(({label, middle}) =>
      t("growth_alt_part", {year: label, value: growth_text(middle)})).join(comma())}),
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
    const rows = group.series.filter((s) => s.average_growth && given(middle_of(s.average_growth, scenario.quantiles).values[i]))
      .map((s) => whisker_row(name_of(s), industry_colour(s.name), s.average_growth, scenario.quantiles, i, growth_text));
    if (!rows.length) continue;
    const order = rows.slice().sort((a, b) => b.middle - a.middle);
    const places = {base: scenario.base_year, year, account: group.title, first: order[0].label, last: last_of(order).label,
                    first_value: growth_text(order[0].middle), last_value: growth_text(last_of(order).middle)};
    nodes.push(make_figure({
      id: file_name(scenario.name, "average-growth", group.own ? "measures" : group.key, year), title: t("growth_average", places),
      subtitle: t("growth_average_subtitle", {bands: bands_text(bands_of(scenario.quantiles))}),
      alt: t("growth_average_alt", places), chart: whisker_chart({rows, format: growth_text}),
      table: whisker_table(t("name_column"), rows, scenario.quantiles, growth_text)}));
  }
  const table = growth_table(scenario);
  if (!nodes.length && !table) return null;
  return [section_note(t("growth_intro", {base: scenario.base_year, year})), ...nodes, ...(table ? [table] : [])];
}

function growth_table(scenario) {
  const series = scenario.series.filter((s) => s.growth);
  const years = scenario.years.slice(1);
  if (!series.length || !years.length) return null;
  const band = main_band(bands_of(scenario.quantiles));
  const last = scenario.years.length - 1;
  const rows = series.map((s) => {
    const average = s.average_growth ? figure_in(s.average_growth, scenario.quantiles, last) : {};
    return [name_of(s), ...years.map((year, i) => growth_text(middle_of(s.growth, scenario.quantiles).values[i + 1])),
            growth_text(average.middle), ...(band ? [given(average.low) ? `${growth_text(average.low)} – ${growth_text(average.high)}` : missing] : [])];
  });
  return make_table({caption: t("growth_by_year"), rows, head: [t("name_column"), ...years.map(String), t("average_column"),
    ...(band ? [t("band_column", {share: quantile_percent(band.share)})] : [])]});
}

// ---- Composition

/// Says whether two series share a sector, as far as the result tells.
const overlap = (a, b) => a.sum && b.sum && Object.keys(a.sum).some((sector) => Object.hasOwn(b.sum, sector));

/// Returns the charts of parts in wholes: [{whole, group, parts, stacked}]. Parts of one account, measure and group.
function compositions(scenario) {
  const charts = [];
  for (const whole of scenario.series) {
    const parts = scenario.series.filter((s) => s.part_of === whole.name && s.account === whole.account
      && (s.measure || "") === (whole.measure || "") && s.share?.mean?.some(given));
    for (const group of new Set(parts.map((part) => part.group))) {
      const chosen = parts.filter((part) => part.group === group);
      const known = chosen.every((part) => part.sum);
      const overlapping = known ? chosen.some((a, i) => chosen.slice(i + 1).some((b) => overlap(a, b))) : group === "total";
      const sums = scenario.years.map((year, i) => chosen.reduce((sum, part) => sum + (part.share.mean[i] ?? 0), 0));
      const complete = chosen.every((part) => part.share.mean.every(given) && part.share.mean.every((x) => x >= 0));
      charts.push({whole, group, parts: chosen, sums, stacked: !overlapping && complete && Math.max(...sums) < 1 + 1e-6});
    }
  }
  return charts;
}

function section_composition(state) {
  const scenario = scenario_of(state);
  const charts = compositions(scenario);
  if (!charts.length) return null;
  return [section_note(t("composition_intro")),
          ...charts.map((chart) => make("div", {class: "sc-two"},
            ...[composition_figure(scenario, chart), contribution_figure(scenario, chart)].filter(Boolean)))];
}

/// Makes the chart of what the parts of a whole add to its growth, where they do not overlap.
function contribution_figure(scenario, {whole, group, parts, sums, stacked}) {
  const years = scenario.years.map((year, i) => i).filter((i) => parts.every((part) => given(part.contribution?.mean?.[i])));
  if (!stacked || !years.length) return null;
  const pieces = parts.map((part) => ({name: part.name, label: name_of(part), colour: industry_colour(part.name),
                                       values: years.map((i) => part.contribution.mean[i])}));
  const growth = years.map((i) => whole.growth?.mean?.[i]);
  const complete = growth.every(given);
  if (complete && Math.max(...sums) < 1 - 1e-6) {
    pieces.push({name: "\u0000rest", label: t("composition_rest"), colour: (look) => look.rest,
                 values: years.map((i, k) => growth[k] - sum_of(parts.map((part) => part.contribution.mean[i])))});
  }
  const end = years.length - 1;
  const places = {whole: name_of(whole), group: group_text(group), first: scenario.years[years[0]], last: scenario.years[years[end]]};
  const parts_text = pieces.map(({label, values}) => `${label} ${points_text(values[end])}`).join(comma());
  return make_figure({
    id: file_name(scenario.name, "contribution", whole.name, group || "parts"), title: t("contribution_title", places),
    subtitle: t("contribution_subtitle"), alt: t("contribution_alt", {...places, parts: parts_text}),
    chart: stack_chart({categories: years.map((i) => String(scenario.years[i])), parts: pieces, totals: complete ? growth : null,
                        format: points_text}),
    table: {head: [t("year_column"), ...pieces.map(({label}) => label), ...(complete ? [t("total")] : [])],
            rows: years.map((i, k) => [String(scenario.years[i]), ...pieces.map(({values}) => points_text(values[k])),
                                       ...(complete ? [points_text(growth[k])] : [])])},
  });
}

function composition_figure(scenario, {whole, group, parts, sums, stacked}) {
  const pieces = parts.map((part) => ({name: part.name, label: name_of(part), colour: industry_colour(part.name),
                                       dash: part.group === "total" && part !== parts[0] ? "dashed" : "solid",
                                       values: part.share.mean}));
  if (stacked && Math.max(...sums) < 1 - 1e-6) {
    pieces.push({name: "\u0000rest", label: t("composition_rest"), colour: (look) => look.rest, values: sums.map((sum) => 1 - sum)});
  }
  const last = scenario.years.length - 1;
  const title = t("composition_title", {whole: name_of(whole), group: group_text(group)});
  const alt_parts = parts.map((part) => t("composition_alt_part", {name: name_of(part),
    start: percent_text(part.share.mean[0]), end: percent_text(part.share.mean[last])})).join(comma());
  return make_figure({
    id: file_name(scenario.name, "composition", whole.name, group || "parts"), title,
    subtitle: t("composition_subtitle") + (stacked ? "" : ` (${t("composition_overlap")})`),
    alt: t(stacked ? "composition_alt" : "composition_alt_lines", {whole: name_of(whole), group: group_text(group),
      first: scenario.years[0], last: scenario.years[last], parts: alt_parts}),
    chart: stacked ? stack_chart({categories: scenario.years.map(String), parts: pieces, format: share_text, label: share_text,
                                  smallest: 0.045, range: [0, 1], gap: 1})
      : lines_chart({years: scenario.years, lines: pieces, format: share_text}),
    table: {head: [t("year_column"), ...pieces.map(({label}) => label)],
            rows: scenario.years.map((year, i) => [String(year), ...pieces.map(({values}) => percent_text(values[i]))])},
  });
}

// ---- Targets

/// Returns the condition of a target in the page's language.
function condition_text(target) {
  if (target.rule && given(target.level) && Object.hasOwn(words, "rule_" + target.rule)) {
    const level = target.rule.startsWith("average") ? percent_text(target.level) : `${level_text(target.level)} ${unit_text(target.unit || "")}`;
    return t("rule_" + target.rule, {level});
  }
  return target.text || "";
}

function target_figure(state, targets, id, title) {
  const scenario = scenario_of(state);
  const rows = targets.map((target) => {
    const half = half_width(target);
    const low = target.probability_lower ?? Math.max(0, target.probability - half);
    const high = target.probability_upper ?? Math.min(1, target.probability + half);
    return {label: name_of(target), colour: industry_colour(target.series), middle: target.probability, bands: [[low, high]],
            text: probability_text(target.probability), target,
            tip: [[t("probability"), probability_text(target.probability)], [t("error"), `± ${error_text(target)}`],
                  ...(condition_text(target) ? [[t("condition"), condition_text(target)]] : [])]};
  });
  const order = rows.slice().sort((a, b) => b.middle - a.middle);
  return make_figure({
    id: file_name(scenario.name, id), title, subtitle: t("targets_subtitle"),
    alt: t("targets_alt", {n: rows.length, first: order[0].label, first_value: order[0].text,
                           last: last_of(order).label, last_value: last_of(order).text}),
    chart: whisker_chart({rows, format: share_text, range: [0, 1]}),
    table: {texts: [1, 2, 3], head: [t("target"), t("name_column"), t("condition"), t("year_column"), t("probability"), t("error"), t("shortfall")],
            rows: targets.map((target) => [name_of(target), target_series_text(scenario, target), condition_text(target),
              target.year ? String(target.year) : "", probability_text(target.probability), `± ${error_text(target)}`,
              given(target.shortfall) ? `${level_text(target.shortfall)} ${unit_text(target.unit || "")}` : missing])},
  });
}

function target_series_text(scenario, target) {
  const series = series_of(scenario, target.series);
  return series ? name_of(series) : "";
}

function section_targets(state) {
  const targets = (scenario_of(state).targets || []).filter(({probability}) => given(probability));
  if (!targets.length) return null;
  return [section_note(t("targets_intro")), target_figure(state, targets, "targets", t("targets_title"))];
}

// ---- Causes

const cause_parts = (causes, values_of) => causes.map((cause, c) => ({
  name: `cause-${c}`, label: cause_text(cause), colour: (look) => look.other(c), values: values_of(c),
})).filter(({values}) => values.some((x) => given(x) && Math.abs(x) > 1e-12));

const sum_of = (list) => (list.every((x) => !given(x)) ? null : list.reduce((sum, x) => sum + (given(x) ? x : 0), 0));

function section_causes(state) {
  const scenario = scenario_of(state);
  const split = scenario.growth_by_cause;
  if (!split || scenario.years.length < 2) return null;
  const year = Math.max(state.year, scenario.years[1]);
  const i = scenario.years.indexOf(year);
  const kept = split.sectors.map((sector, s) => s).filter((s) => split.values[s][i].some(given));
  if (!kept.length) return null;
  const parts = cause_parts(split.causes, (c) => kept.map((s) => split.values[s][i][c]));
  const totals = kept.map((s) => sum_of(split.values[s][i]));
  const labels = kept.map((s) => name_of(split.sectors[s]));
  const order = labels.map((label, k) => k).sort((a, b) => totals[b] - totals[a]);
  const title = t("causes_title", {year});
  return [section_note(t("causes_intro", {year})), make_figure({
    id: file_name(scenario.name, "growth-by-cause", year), title, subtitle: t("causes_subtitle"),
    alt: t("causes_alt", {n: kept.length, year, first: labels[order[0]], first_value: points_text(totals[order[0]]),
                          last: labels[last_of(order)], last_value: points_text(totals[last_of(order)])}),
    chart: stack_chart({categories: labels, parts, totals, format: points_text, across: true}),
    table: {head: [t("sector"), ...parts.map(({label}) => label), t("total")],
            rows: labels.map((label, k) => [label, ...parts.map(({values}) => points_text(values[k])), points_text(totals[k])])},
  })];
}

/// Makes the chart of what changes a series from year to year, where the result says it.
function change_figure(state, series) {
  const scenario = scenario_of(state);
  const split = scenario.change_by_cause;
  const values = split?.values[split.series.indexOf(series.name)];
  const years = scenario.years.map((year, i) => i).filter((i) => values?.[i]?.some(given));
  if (!years.length) return null;
  const parts = cause_parts(split.causes, (c) => years.map((i) => values[i][c]));
  if (!parts.length) return null;
  const totals = years.map((i) => sum_of(values[i]));
  const end = years.length - 1;
  const most = parts.reduce((best, part) => (Math.abs(part.values[end] ?? 0) > Math.abs(best.values[end] ?? 0) ? part : best));
  const title = t("detail_causes", {name: name_of(series)});
  return make_figure({
    id: file_name(scenario.name, "change-by-cause", series.name), title,
    subtitle: t("change_subtitle", {unit: unit_and_prices(series)}),
    alt: t("change_alt", {name: name_of(series), first: scenario.years[years[0]], last: scenario.years[years[end]],
      unit: unit_text(series.unit), total: change_text(totals[end]), cause: most.label, value: change_text(most.values[end])}),
    chart: stack_chart({categories: years.map((i) => String(scenario.years[i])), parts, totals, format: change_text, height: 300}),
    table: {head: [t("year_column"), ...parts.map(({label}) => label), t("total")],
            rows: years.map((i, k) => [String(scenario.years[i]), ...parts.map((part) => change_text(part.values[k])), change_text(totals[k])])},
  });
}

// ---- Programmes

function section_programmes(state) {
  const scenario = scenario_of(state);
  const programmes = scenario.programmes || [];
  if (!programmes.length) return null;
  const output = programmes.map((programme) => programme.figures.find(({name}) => name === "output"));
  const nodes = [section_note(t("programmes_intro"))];
  if (output.some((figure) => figure?.mean?.some(given))) nodes.push(programme_figure(scenario, programmes, output));
  const rows = programmes.flatMap((programme) => programme.figures.map((figure) =>
    [name_of(programme), t_or("programme_" + figure.name, name_of(figure)), unit_text(figure.unit || ""),
     ...scenario.years.map((year, i) => level_text(figure.mean[i]))]));
  nodes.push(make_table({caption: t("programmes"), rows, texts: [1, 2],
                         head: [t("programme"), t("figure"), t("unit"), ...scenario.years.map(String)]}));
  return nodes;
}

function programme_figure(scenario, programmes, output) {
  const unit = [unit_text(output.find(Boolean).unit || ""), prices_text(scenario.prices)].filter(Boolean).join(", ");
  const parts = programmes.map((programme, p) => ({name: programme.name, label: name_of(programme),
    colour: (look) => look.other(p + 3), values: output[p]?.mean ?? scenario.years.map(() => null)}));
  const last = scenario.years.length - 1;
  return make_figure({
    id: file_name(scenario.name, "programmes"), title: t("programmes_title"), subtitle: t("programmes_subtitle", {unit}),
    alt: t("programmes_alt", {n: programmes.length, first: scenario.years[0], last: scenario.years[last], unit,
      parts: parts.map(({label, values}) => t("programmes_alt_part", {name: label, value: level_text(values[last]), year: scenario.years[last]})).join(comma())}),
    chart: stack_chart({categories: scenario.years.map(String), parts, stacked: false, format: level_text, height: 280}),
    table: {head: [t("year_column"), ...parts.map(({label}) => label)],
            rows: scenario.years.map((year, i) => [String(year), ...parts.map(({values}) => level_text(values[i]))])},
  });
}

// ---- What is not known and what is chance

function section_variance(state) {
  const scenario = scenario_of(state);
  const i = scenario.years.indexOf(state.year);
  const split = scenario.variance;
  const known = (split?.parameter_share ? split.series : []).map((name, s) => share_row(
    name_of(series_of(scenario, name) || {name}), name, split.parameter_share[s][i], split.parameter_share_se?.[s]?.[i]));
  const models = (scenario.model_shares || []).map((sector) => share_row(
    name_of(sector), sector.name, sector.model_share[i], sector.model_share_se?.[i]));
  const nodes = [share_figure(state, known, "not-known", "variance"), share_figure(state, models, "model-share", "models")].filter(Boolean);
  return nodes.length ? nodes.flat() : null;
}

/// Returns a row of a chart of shares of a variance, with its 95% error.
function share_row(label, name, share, error) {
  const half = given(error) ? 1.96 * error : null;
  return {label, colour: industry_colour(name), middle: share, bands: [half === null ? [null, null] : [share - half, share + half]],
          text: share_text(share), half,
          tip: [[t("share_column"), share_text(share)], ...(half === null ? [] : [[t("error"), `± ${plain_points(half)}`]])]};
}

/// Makes what the words that begin with `key` introduce: a chart of shares of a variance.
function share_figure(state, all, id, key) {
  const rows = all.filter(({middle}) => given(middle));
  if (!rows.length) return null;
  const order = rows.slice().sort((a, b) => b.middle - a.middle);
  const title = t(key + "_title", {year: state.year});
  return [section_note(t(key + "_intro", {year: state.year})), make_figure({
    id: file_name(scenario_of(state).name, id, state.year), title, subtitle: t("variance_subtitle"),
    alt: t("variance_alt", {title, n: rows.length, first: order[0].label, first_value: order[0].text,
                            last: last_of(order).label, last_value: last_of(order).text}),
    chart: whisker_chart({rows, format: share_text, range: order[order.length - 1].middle >= 0 ? [0, 1] : null}),
    table: {head: [t("name_column"), t("share_column"), t("error")],
            rows: rows.map(({label, middle, half}) => [label, percent_text(middle), half === null ? missing : `± ${plain_points(half)}`])},
  })];
}
