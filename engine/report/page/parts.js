// The section of wholes and their parts: composition, and what the parts add to growth.

/// Says whether parts hold no more of any sector than their whole does, so that nothing is counted twice.
function fit_into(parts, whole) {
  const sectors = new Set(parts.flatMap((part) => Object.keys(part.sum)));
  return [...sectors].every(
    (sector) => parts.reduce((held, part) => held + (part.sum[sector] ?? 0), 0) <= (whole.sum[sector] ?? 0) + 1e-9,
  );
}

/// Returns the charts of parts in wholes: [{whole, group, parts, stacked}]. Parts of one account, measure and group.
function compositions(scenario) {
  const charts = [];
  for (const whole of scenario.series) {
    const parts = scenario.series.filter(
      (s) =>
        s.part_of === whole.name &&
        s.account === whole.account &&
        (s.measure || "") === (whole.measure || "") &&
        s.share?.mean?.some(given),
    );
    for (const group of new Set(parts.map((part) => part.group))) {
      const chosen = parts.filter((part) => part.group === group);
      const sums = scenario.years.map((year, i) => chosen.reduce((sum, part) => sum + (part.share.mean[i] ?? 0), 0));
      const complete = chosen.every((part) => part.share.mean.every(given) && part.share.mean.every((x) => x >= 0));
      charts.push({
        whole,
        group,
        parts: chosen,
        sums,
        stacked: fit_into(chosen, whole) && complete && Math.max(...sums) < 1 + 1e-6,
      });
    }
  }
  return charts;
}

function section_composition(state) {
  const scenario = scenario_of(state);
  const charts = compositions(scenario);
  if (!charts.length) return null;
  return [
    section_note(t("composition_intro")),
    make(
      "div",
      {class: "sc-pairs"},
      ...charts.map((chart) =>
        make(
          "div",
          {class: "sc-two"},
          ...[composition_figure(scenario, chart), contribution_figure(scenario, chart)].filter(Boolean),
        ),
      ),
    ),
  ];
}

/// Returns the places of the years in which all parts have a contribution to growth.
const contribution_years = (scenario, parts) =>
  scenario.years.map((year, i) => i).filter((i) => parts.every((part) => given(part.contribution?.mean?.[i])));

/// Returns what each part adds to growth, and what the rest does where the parts are not all.
function contribution_pieces({parts, sums}, years, growth) {
  const pieces = parts.map((part) => ({
    name: part.name,
    label: name_of(part),
    colour: industry_colour(part.name),
    values: years.map((i) => part.contribution.mean[i]),
  }));
  if (growth.every(given) && Math.max(...sums) < 1 - 1e-6) {
    pieces.push({
      name: "\u0000rest",
      label: t("composition_rest"),
      colour: (look) => look.rest,
      values: years.map((i, k) => growth[k] - sum_of(parts.map((part) => part.contribution.mean[i]))),
    });
  }
  return pieces;
}

/// Makes the chart of what the parts of a whole add to its growth, where they do not overlap.
function contribution_figure(scenario, chart) {
  const {whole, group, parts, stacked} = chart;
  const years = contribution_years(scenario, parts);
  if (!stacked || !years.length) return null;
  const growth = years.map((i) => whole.growth?.mean?.[i]);
  const complete = growth.every(given);
  const pieces = contribution_pieces(chart, years, growth);
  const end = years.length - 1;
  const labels = years.map((i) => String(scenario.years[i]));
  const places = {whole: name_of(whole), group: group_text(group), first: labels[0], last: labels[end]};
  return make_figure({
    id: file_name(scenario.name, "contribution", whole.name, group || "parts"),
    title: t("contribution_title", places),
    subtitle: t("contribution_subtitle"),
    alt: t("contribution_alt", {
      ...places,
      parts: pieces.map(({label, values}) => `${label} ${points_text(values[end])}`).join(comma()),
    }),
    chart: stack_chart({categories: labels, parts: pieces, totals: complete ? growth : null, format: points_text}),
    table: {
      head: [t("year_column"), ...pieces.map(({label}) => label), ...(complete ? [t("total")] : [])],
      rows: labels.map((label, k) => [
        label,
        ...pieces.map(({values}) => points_text(values[k])),
        ...(complete ? [points_text(growth[k])] : []),
      ]),
    },
  });
}

/// Returns the pieces of a composition: a share for each part, and what no part holds where they are stacked.
function share_pieces({parts, sums, stacked}) {
  const totals = parts.filter(({group}) => group === "total"); // all are ink: their dashes and marks differ
  const pieces = parts.map((part) => ({
    name: part.name,
    label: name_of(part),
    colour: industry_colour(part.name),
    style: Math.max(0, totals.indexOf(part)),
    values: part.share.mean,
  }));
  if (stacked && Math.max(...sums) < 1 - 1e-6) {
    pieces.push({
      name: "\u0000rest",
      label: t("composition_rest"),
      colour: (look) => look.rest,
      values: sums.map((sum) => 1 - sum),
    });
  }
  return pieces;
}

function composition_figure(scenario, chart) {
  const {whole, group, stacked} = chart;
  const pieces = share_pieces(chart);
  return make_figure({
    id: file_name(scenario.name, "composition", whole.name, group || "parts"),
    title: t("composition_title", {whole: name_of(whole), group: group_text(group)}),
    subtitle: t("composition_subtitle") + (stacked ? "" : ` (${t("composition_overlap")})`),
    alt: composition_alt(scenario, chart),
    chart: stacked
      ? stack_chart({
          categories: scenario.years.map(String),
          parts: pieces,
          format: share_text,
          label: share_text,
          smallest: 0.045,
          range: [0, 1],
          gap: 1,
        })
      : lines_chart({years: scenario.years, lines: pieces, format: share_text}),
    table: {
      head: [t("year_column"), ...pieces.map(({label}) => label)],
      rows: scenario.years.map((year, i) => [String(year), ...pieces.map(({values}) => percent_text(values[i]))]),
    },
  });
}

function composition_alt(scenario, {whole, group, parts, stacked}) {
  const last = scenario.years.length - 1;
  const changes = parts.map((part) =>
    t("composition_alt_part", {
      name: name_of(part),
      start: percent_text(part.share.mean[0]),
      end: percent_text(part.share.mean[last]),
    }),
  );
  return t(stacked ? "composition_alt" : "composition_alt_lines", {
    whole: name_of(whole),
    group: group_text(group),
    first: scenario.years[0],
    last: scenario.years[last],
    parts: changes.join(comma()),
  });
}
