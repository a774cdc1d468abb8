// What the numbers rest on: assumptions with footnotes, sources, accounts, notes, and how the run was made.

/// Returns the first two words of a key, which are what a group of assumptions is about.
function group_of_key(key) {
  const words_of = key.split(".");
  return words_of.length > 2 ? words_of.slice(0, 2).join(".") : words_of.length === 2 ? words_of[0] : "";
}

function section_assumptions(state) {
  const scenario = scenario_of(state);
  const assumptions = scenario.assumptions || [];
  if (!assumptions.length) return null;
  const groups = new Map();
  for (const assumption of assumptions) {
    const key = group_of_key(assumption.key);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(assumption);
  }
  const first_use = first_uses(scenario);
  const parts = [...groups].map(([key, list]) => assumption_group(scenario, key, list, first_use));
  const found = make("span", {class: "sc-found", role: "status"});
  const find = make("input", {
    class: "sc-input",
    id: "sc-find",
    type: "search",
    autocomplete: "off",
    oninput: () => filter_assumptions(parts, find.value, found),
  });
  return [
    section_note(t("assumptions_intro", {n: count_text(assumptions.length)})),
    make("p", {class: "sc-field sc-screen"}, make("label", {for: "sc-find", text: t("find")}), find, found),
    ...parts,
  ];
}

/// Returns what a group of assumptions is called: the name of what it is about, and its key.
function group_title(scenario, key, n) {
  const [kind, name] = key.split(".");
  const named = {
    sectors: [...(scenario.growth_by_cause?.sectors || []), ...scenario.series],
    series: scenario.series,
    programmes: scenario.programmes,
    targets: scenario.targets,
    accounts: scenario.accounts,
    measures: scenario.measures,
  };
  const item = ((Object.hasOwn(named, kind) && named[kind]) || []).find((one) => one.name === name);
  return `${item ? `${name_of(item)} – ` : ""}${key || t("general")} (${n})`;
}

/// Returns the cells of an assumption: setting, value, reason, place.
function assumption_row(key, assumption, first_use) {
  const short = key && assumption.key.startsWith(key + ".") ? assumption.key.slice(key.length + 1) : assumption.key;
  const value = value_text(assumption.value);
  return [
    make("code", {text: short, title: assumption.key}),
    make(
      "span",
      {},
      make("code", {class: "sc-value", text: value}),
      " ",
      written_unit(assumption.unit || "", value),
      ...history_of_value(assumption),
    ),
    make(
      "span",
      {},
      assumption.why || "",
      " ",
      cited(assumption.source, (id) => first_use.get(id) === assumption.key),
    ),
    make("span", {class: "sc-where", text: [assumption.file, assumption.line].filter(Boolean).join(":")}),
  ];
}

function assumption_group(scenario, key, list, first_use) {
  const title = group_title(scenario, key, list.length);
  const table = make_table({
    caption: title,
    head: [t("key"), t("value"), t("why"), t("where")],
    rows: list.map((assumption) => assumption_row(key, assumption, first_use)),
    texts: [1, 2, 3],
  });
  const details = make_details("assumptions-" + key, title, table);
  details.classList.add("sc-assumptions");
  const rows = details.querySelectorAll("tbody tr");
  list.forEach(({key: setting, value, why, source}, i) => {
    rows[i].dataset.text = [title, setting, value_text(value), why, ...(source || [])].join(" ").toLowerCase();
  });
  return details;
}

/// Returns lines that say what a value replaces, what changes it, and what it becomes.
function history_of_value({replaces = [], changed_by = [], becomes}) {
  const bare = (value) => value_text(value).replace(/,\s*(source|why)\s*=\s*"(\\.|[^"\\])*"/g, "");
  const lines = [
    ...replaces.map(({value, file, line}) => t("replaces", {value: bare(value), where: `${file}:${line}`})),
    ...changed_by.map(({key, value}) => t("changed_by", {by: `${key} = ${bare(value)}`})),
    ...(becomes ? [t("becomes", {value: value_text(becomes)})] : []),
  ];
  return lines.map((text) => make("span", {class: "sc-changed", text}));
}

const value_text = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/// Shows only the assumptions that hold all words that were typed, and opens their groups.
function filter_assumptions(parts, typed, found) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const details of parts) {
    let here = 0;
    for (const row of details.querySelectorAll("tbody tr")) {
      const fits = wanted.every((word) => row.dataset.text.includes(word));
      row.hidden = !fits;
      here += fits ? 1 : 0;
    }
    details.hidden = here === 0;
    details.open = wanted.length > 0 && here > 0;
    shown += here;
  }
  found.textContent = wanted.length ? t("found", {n: count_text(shown)}) : "";
}

function section_accounts(state) {
  const accounts = (scenario_of(state).accounts || []).filter(({definition}) => definition);
  if (!accounts.length) return null;
  return [
    make(
      "dl",
      {class: "sc-list"},
      ...accounts.flatMap((account) => [make("dt", {text: name_of(account)}), make("dd", {text: account.definition})]),
    ),
  ];
}

function section_notes(state) {
  const notes = scenario_of(state).notes || [];
  return notes.length ? [make("ul", {class: "sc-notes"}, ...notes.map((text) => make("li", {text})))] : null;
}

/// Returns the unit of account as the file has it, and in Chinese the one that the page counts in.
const currency_text = (unit) =>
  unit_factor(unit) === 1 ? unit_text(unit) : t("unit_of_file", {unit, own: unit_text(unit)});

function section_provenance(state) {
  const scenario = scenario_of(state);
  const {config_toml: config, ...made} = scenario.provenance || {};
  const own = {
    title: scenario_label(state, state.scenario),
    description: scenario.description,
    file: scenario.file,
    years: `${scenario.years[0]}–${last_of(scenario.years)}`,
    paths: count_text(scenario.paths),
    paths_failed: scenario.paths_failed ? count_text(scenario.paths_failed) : null,
    seed: scenario.seed,
    sampling: t_or("sampling_" + scenario.sampling, scenario.sampling),
    arithmetic: scenario.arithmetic === "single" ? t("arithmetic_single") : null,
    currency: currency_text(scenario.currency || ""),
    prices: prices_text(scenario.prices),
    stop: scenario.stop ? t(scenario.stop.met ? "stop_met" : "stop_missed", {rule: scenario.stop.rule}) : null,
    quantiles: scenario.quantiles.map((q) => quantile_percent(q) + "%").join(", "),
    digest: scenario.digest,
  };
  const rows = [...Object.entries(own), ...Object.entries(made).filter(([key]) => !Object.hasOwn(own, key))].filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  const nodes = [
    section_note(t("provenance_intro", {file: scenario.file})),
    make(
      "dl",
      {class: "sc-list"},
      ...rows.flatMap(([key, value]) => [
        make("dt", {text: t_or("p_" + key, key.replaceAll("_", " "))}),
        make("dd", {text: Array.isArray(value) ? value.join(", ") : value_text(value)}),
      ]),
    ),
  ];
  if (config)
    nodes.push(make_details("config", t("config_toml"), make("pre", {class: "sc-pre", tabindex: "0", text: config})));
  return nodes;
}
