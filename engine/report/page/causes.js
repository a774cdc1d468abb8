// The section of the causes of growth.

const cause_parts = (causes, values_of) =>
  causes
    .map((cause, c) => ({
      name: `cause-${c}`,
      label: cause_text(cause),
      colour: (look) => look.other(c),
      values: values_of(c),
    }))
    .filter(({values}) => values.some((x) => given(x) && Math.abs(x) > 1e-12));

const sum_of = (list) => (list.every((x) => !given(x)) ? null : list.reduce((sum, x) => sum + (given(x) ? x : 0), 0));

function section_causes(state) {
  const scenario = scenario_of(state);
  const split = scenario.growth_by_cause;
  if (!split || scenario.years.length < 2) return null;
  const year = Math.max(state.year, scenario.years[1]);
  const figure = causes_figure(scenario, split, year);
  return figure && [section_note(t("causes_intro", {year})), figure];
}

/// Makes the chart of the growth of sectors in one year by cause; null where no sector has a split.
function causes_figure(scenario, split, year) {
  const i = scenario.years.indexOf(year);
  const kept = split.sectors.map((sector, s) => s).filter((s) => split.values[s][i].some(given));
  if (!kept.length) return null;
  const parts = cause_parts(split.causes, (c) => kept.map((s) => split.values[s][i][c]));
  const totals = kept.map((s) => sum_of(split.values[s][i]));
  const labels = kept.map((s) => name_of(split.sectors[s]));
  const order = labels.map((label, k) => k).sort((a, b) => totals[b] - totals[a]);
  return make_figure({
    id: file_name(scenario.name, "growth-by-cause", year),
    title: t("causes_title", {year}),
    subtitle: t("causes_subtitle"),
    alt: t("causes_alt", {
      n: kept.length,
      year,
      first: labels[order[0]],
      first_value: points_text(totals[order[0]]),
      last: labels[last_of(order)],
      last_value: points_text(totals[last_of(order)]),
    }),
    chart: stack_chart({categories: labels, parts, totals, format: points_text, across: true}),
    table: {
      head: [t("sector"), ...parts.map(({label}) => label), t("total")],
      rows: labels.map((label, k) => [
        label,
        ...parts.map(({values}) => points_text(values[k])),
        points_text(totals[k]),
      ]),
    },
  });
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
  const most = parts.reduce((best, part) =>
    Math.abs(part.values[end] ?? 0) > Math.abs(best.values[end] ?? 0) ? part : best,
  );
  const title = t("detail_causes", {name: name_of(series)});
  return make_figure({
    id: file_name(scenario.name, "change-by-cause", series.name),
    title,
    subtitle: t("change_subtitle", {unit: unit_and_prices(series)}),
    alt: t("change_alt", {
      name: name_of(series),
      first: scenario.years[years[0]],
      last: scenario.years[years[end]],
      unit: unit_text(series.unit),
      total: change_text(totals[end]),
      cause: most.label,
      value: change_text(most.values[end]),
    }),
    chart: stack_chart({
      categories: years.map((i) => String(scenario.years[i])),
      parts,
      totals,
      format: change_text,
      height: 300,
    }),
    table: {
      head: [t("year_column"), ...parts.map(({label}) => label), t("total")],
      rows: years.map((i, k) => [
        String(scenario.years[i]),
        ...parts.map((part) => change_text(part.values[k])),
        change_text(totals[k]),
      ]),
    },
  });
}
