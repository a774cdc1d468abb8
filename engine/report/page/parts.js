// The sections of wholes and their parts: composition, and what the parts add to growth; programmes.

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
    ...charts.map((chart) =>
      make(
        "div",
        {class: "sc-two"},
        ...[composition_figure(scenario, chart), contribution_figure(scenario, chart)].filter(Boolean),
      ),
    ),
  ];
}

/// Makes the chart of what the parts of a whole add to its growth, where they do not overlap.
function contribution_figure(scenario, {whole, group, parts, sums, stacked}) {
  const years = scenario.years
    .map((year, i) => i)
    .filter((i) => parts.every((part) => given(part.contribution?.mean?.[i])));
  if (!stacked || !years.length) return null;
  const pieces = parts.map((part) => ({
    name: part.name,
    label: name_of(part),
    colour: industry_colour(part.name),
    values: years.map((i) => part.contribution.mean[i]),
  }));
  const growth = years.map((i) => whole.growth?.mean?.[i]);
  const complete = growth.every(given);
  if (complete && Math.max(...sums) < 1 - 1e-6) {
    pieces.push({
      name: "\u0000rest",
      label: t("composition_rest"),
      colour: (look) => look.rest,
      values: years.map((i, k) => growth[k] - sum_of(parts.map((part) => part.contribution.mean[i]))),
    });
  }
  const end = years.length - 1;
  const places = {
    whole: name_of(whole),
    group: group_text(group),
    first: scenario.years[years[0]],
    last: scenario.years[years[end]],
  };
  const parts_text = pieces.map(({label, values}) => `${label} ${points_text(values[end])}`).join(comma());
  return make_figure({
    id: file_name(scenario.name, "contribution", whole.name, group || "parts"),
    title: t("contribution_title", places),
    subtitle: t("contribution_subtitle"),
    alt: t("contribution_alt", {...places, parts: parts_text}),
    chart: stack_chart({
      categories: years.map((i) => String(scenario.years[i])),
      parts: pieces,
      totals: complete ? growth : null,
      format: points_text,
    }),
    table: {
      head: [t("year_column"), ...pieces.map(({label}) => label), ...(complete ? [t("total")] : [])],
      rows: years.map((i, k) => [
        String(scenario.years[i]),
        ...pieces.map(({values}) => points_text(values[k])),
        ...(complete ? [points_text(growth[k])] : []),
      ]),
    },
  });
}

function composition_figure(scenario, {whole, group, parts, sums, stacked}) {
  const pieces = parts.map((part) => ({
    name: part.name,
    label: name_of(part),
    colour: industry_colour(part.name),
    dash: part.group === "total" && part !== parts[0] ? "dashed" : "solid",
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
  const last = scenario.years.length - 1;
  const title = t("composition_title", {whole: name_of(whole), group: group_text(group)});
  const alt_parts = parts
    .map((part) =>
      t("composition_alt_part", {
        name: name_of(part),
        start: percent_text(part.share.mean[0]),
        end: percent_text(part.share.mean[last]),
      }),
    )
    .join(comma());
  return make_figure({
    id: file_name(scenario.name, "composition", whole.name, group || "parts"),
    title,
    subtitle: t("composition_subtitle") + (stacked ? "" : ` (${t("composition_overlap")})`),
    alt: t(stacked ? "composition_alt" : "composition_alt_lines", {
      whole: name_of(whole),
      group: group_text(group),
      first: scenario.years[0],
      last: scenario.years[last],
      parts: alt_parts,
    }),
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

function section_programmes(state) {
  const scenario = scenario_of(state);
  const programmes = scenario.programmes || [];
  if (!programmes.length) return null;
  const output = programmes.map((programme) => programme.figures.find(({name}) => name === "output"));
  const nodes = [section_note(t("programmes_intro"))];
  if (output.some((figure) => figure?.mean?.some(given))) nodes.push(programme_figure(scenario, programmes, output));
  const rows = programmes.flatMap((programme) =>
    programme.figures.map((figure) => [
      name_of(programme),
      t_or("programme_" + figure.name, name_of(figure)),
      unit_text(figure.unit || ""),
      ...scenario.years.map((year, i) => level_text(figure.mean[i])),
    ]),
  );
  nodes.push(
    make_table({
      caption: t("programmes"),
      rows,
      texts: [1, 2],
      head: [t("programme"), t("figure"), t("unit"), ...scenario.years.map(String)],
    }),
  );
  return nodes;
}

function programme_figure(scenario, programmes, output) {
  const unit = [unit_text(output.find(Boolean).unit || ""), prices_text(scenario.prices)].filter(Boolean).join(", ");
  const parts = programmes.map((programme, p) => ({
    name: programme.name,
    label: name_of(programme),
    colour: (look) => look.other(p + 3),
    values: output[p]?.mean ?? scenario.years.map(() => null),
  }));
  const last = scenario.years.length - 1;
  return make_figure({
    id: file_name(scenario.name, "programmes"),
    title: t("programmes_title"),
    subtitle: t("programmes_subtitle", {unit}),
    alt: t("programmes_alt", {
      n: programmes.length,
      first: scenario.years[0],
      last: scenario.years[last],
      unit,
      parts: parts
        .map(({label, values}) =>
          t("programmes_alt_part", {name: label, value: level_text(values[last]), year: scenario.years[last]}),
        )
        .join(comma()),
    }),
    chart: stack_chart({
      categories: scenario.years.map(String),
      parts,
      stacked: false,
      format: level_text,
      height: 280,
    }),
    table: {
      head: [t("year_column"), ...parts.map(({label}) => label)],
      rows: scenario.years.map((year, i) => [String(year), ...parts.map(({values}) => level_text(values[i]))]),
    },
  });
}
