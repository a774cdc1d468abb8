// The section of goals, and that of what is not known.

/// Returns the condition of a target in the page's language.
function condition_text(scenario, target) {
  if (target.all_of) {
    const goals = target.all_of.map((name) => name_of(scenario.targets.find((one) => one.name === name) || {name}));
    return t("rule_all_of", {goals: goals.join(comma())});
  }
  const growth = target.rule === "average_growth_at_least";
  const level = growth ? percent_text(target.level) : `${level_text(target.level)} ${unit_text(target.unit)}`;
  return t("rule_" + target.rule, {level});
}

/// Returns the row of a goal in the chart of probabilities, with its error in words: the bar may be too short to see.
function target_row(scenario, target) {
  const half = half_width(target);
  const low = target.probability_lower ?? Math.max(0, target.probability - half);
  const high = target.probability_upper ?? Math.min(1, target.probability + half);
  const value = probability_text(target.probability);
  return {
    label: name_of(target),
    colour: industry_colour(target.series),
    middle: target.probability,
    bands: [[low, high]],
    value,
    text: given(half) ? `${value} ± ${error_text(target)}` : value,
    tip: [
      [t("probability"), value],
      [t("error"), `± ${error_text(target)}`],
      [t("condition"), condition_text(scenario, target)],
    ],
  };
}

function target_figure(state, targets, id, title) {
  const scenario = scenario_of(state);
  const rows = targets.map((target) => target_row(scenario, target));
  const order = rows.slice().sort((a, b) => b.middle - a.middle);
  return make_figure({
    id: file_name(scenario.name, id),
    title,
    subtitle: t("targets_subtitle"),
    alt: t("targets_alt", {
      n: rows.length,
      first: order[0].label,
      first_value: order[0].value,
      last: last_of(order).label,
      last_value: last_of(order).value,
    }),
    chart: whisker_chart({rows, format: share_text, range: [0, 1]}),
    table: target_table(scenario, targets),
  });
}

function target_table(scenario, targets) {
  return {
    texts: [1, 2, 3],
    head: [
      t("target"),
      t("name_column"),
      t("condition"),
      t("year_column"),
      t("probability"),
      t("error"),
      t("shortfall"),
    ],
    rows: targets.map((target) => [
      name_of(target),
      target_series_text(scenario, target),
      condition_text(scenario, target),
      target.year ? String(target.year) : "",
      probability_text(target.probability),
      `± ${error_text(target)}`,
      shortfall_text(target),
    ]),
  };
}

/// Returns by how much a goal is missed on average: a level, or points of growth a year.
function shortfall_text(target) {
  if (!given(target.shortfall)) return missing;
  if (target.rule === "average_growth_at_least") return `${plain_points(target.shortfall)} ${t("points_a_year")}`;
  return `${level_text(target.shortfall)} ${unit_text(target.unit || "")}`;
}

/// Makes the table of when goals are first met, with what it counts; nothing where the result does not say.
function first_reached_nodes(scenario, targets) {
  const known = targets.filter(({first_reached}) => first_reached?.some(given));
  if (!known.length) return [];
  const caption = t("first_title");
  return [
    make("h3", {text: caption}),
    section_note(t("first_intro")),
    make_table({
      caption,
      quiet: true,
      head: [t("target"), ...scenario.years.map(String), t("first_never", {year: last_of(scenario.years)})],
      rows: known.map((target) => [
        name_of(target),
        ...target.first_reached.map(probability_text),
        probability_text(Math.max(0, 1 - sum_of(target.first_reached))),
      ]),
    }),
  ];
}

function target_series_text(scenario, target) {
  const series = series_of(scenario, target.series);
  return series ? name_of(series) : "";
}

function section_targets(state) {
  const targets = (scenario_of(state).targets || []).filter(({probability}) => given(probability));
  if (!targets.length) return null;
  return [
    section_note(t("targets_intro")),
    target_figure(state, targets, "targets", t("targets_title")),
    ...first_reached_nodes(scenario_of(state), targets),
  ];
}

function section_variance(state) {
  const scenario = scenario_of(state);
  const i = scenario.years.indexOf(state.year);
  const split = scenario.variance;
  const known = (split?.parameter_share ? split.series : []).map((name, s) =>
    share_row(
      name_of(series_of(scenario, name) || {name}),
      name,
      split.parameter_share[s][i],
      split.parameter_share_se?.[s]?.[i],
    ),
  );
  const models = (scenario.model_shares || []).map((sector) =>
    share_row(name_of(sector), sector.name, sector.model_share[i], sector.model_share_se?.[i]),
  );
  const nodes = [
    share_figure(state, known, "not-known", "variance"),
    share_figure(state, models, "model-share", "models"),
  ].filter(Boolean);
  return nodes.length ? nodes.flat() : null;
}

/// Returns a row of a chart of shares of a variance, with its 95% error.
function share_row(label, name, share, error) {
  const half = given(error) ? 1.96 * error : null;
  return {
    label,
    colour: industry_colour(name),
    middle: share,
    bands: [half === null ? [null, null] : [share - half, share + half]],
    value: share_text(share),
    text: share_text(share) + (half === null ? "" : ` ± ${plain_points(half)}`),
    half,
    tip: [[t("share_column"), share_text(share)], ...(half === null ? [] : [[t("error"), `± ${plain_points(half)}`]])],
  };
}

/// Makes what the words that begin with `key` introduce: a chart of shares of a variance.
function share_figure(state, all, id, key) {
  const rows = all.filter(({middle}) => given(middle));
  if (!rows.length) return null;
  const order = rows.slice().sort((a, b) => b.middle - a.middle);
  const title = t(key + "_title", {year: state.year});
  return [
    section_note(t(key + "_intro", {year: state.year})),
    make_figure({
      id: file_name(scenario_of(state).name, id, state.year),
      title,
      subtitle: t("variance_subtitle"),
      alt: t("variance_alt", {
        title,
        n: rows.length,
        first: order[0].label,
        first_value: order[0].value,
        last: last_of(order).label,
        last_value: last_of(order).value,
      }),
      chart: whisker_chart({rows, format: share_text, range: order[order.length - 1].middle >= 0 ? [0, 1] : null}),
      table: {
        head: [t("name_column"), t("share_column"), t("error")],
        rows: rows.map(({label, middle, half}) => [
          label,
          percent_text(middle),
          half === null ? missing : `± ${plain_points(half)}`,
        ]),
      },
    }),
  ];
}
