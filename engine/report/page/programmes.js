// The section of investment programmes.

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
