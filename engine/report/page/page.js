// The page as a whole: what is chosen, the controls, the sections in order, and printing.

const page = {
  state: null,
  footnotes: new Map(),

  /// Changes what is chosen and builds again what depends on it.
  set(change) {
    const before = {...this.state};
    Object.assign(this.state, change);
    if (before.scenario !== this.state.scenario) this.mend_choice();
    const changed = Object.keys(this.state).filter((key) => before[key] !== this.state[key]);
    const everything = changed.includes("scenario");
    if (everything) build_frame();
    build_sections(everything ? null : changed);
  },

  /// Shows a series in the section for one industry and goes there.
  show_closely(name) {
    this.set({series: name});
    document.getElementById("sc-series").value = name;
    const section = document.getElementById("sc-detail");
    section.scrollIntoView();
    section.querySelector("h2").focus({preventScroll: true});
  },

  /// Sees to it that what is chosen exists in the scenario.
  mend_choice() {
    const scenario = scenario_of(this.state);
    this.footnotes = footnotes_of(scenario);
    if (!series_of(scenario, this.state.series)) {
      this.state.series = (series_of(scenario, main_target(scenario)?.series) || main_series(scenario)).name;
    }
    if (!scenario.years.includes(this.state.year)) this.state.year = last_of(scenario.years);
  },
};

// In the order of the page; `follows` is what a section is built again for.
const sections = [
  {id: "headline", build: section_headline, follows: []},
  {id: "detail", build: section_detail, follows: ["series"]},
  {id: "fans", build: section_fans, follows: []},
  {id: "growth", build: section_growth, follows: ["year"]},
  {id: "composition", build: section_composition, follows: []},
  {id: "targets", build: section_targets, follows: []},
  {id: "causes", build: section_causes, follows: ["year"]},
  {id: "programmes", build: section_programmes, follows: []},
  {id: "variance", build: section_variance, follows: ["year"]},
  {id: "comparison", build: section_comparison, follows: ["series", "year", "other"]},
  {id: "accounts", build: section_accounts, follows: []},
  {id: "assumptions", build: section_assumptions, follows: []},
  {id: "notes", build: section_notes, follows: []},
  {id: "provenance", build: section_provenance, follows: []},
  {id: "sources", build: section_sources, follows: []},
];

/// Builds the sections that follow what has changed, or all for null, and draws their charts.
function build_sections(changed) {
  const main = document.getElementById("sc-main");
  const focused = document.activeElement?.id;
  if (changed === null) main.replaceChildren();
  for (const [place, {id, build, follows}] of sections.entries()) {
    if (changed !== null && !follows.some((key) => changed.includes(key))) continue;
    const nodes = build(page.state);
    const old = document.getElementById("sc-" + id);
    if (!nodes) {
      old?.remove();
      continue;
    }
    const section = make(
      "section",
      {class: "sc-section", id: "sc-" + id, "aria-labelledby": `sc-${id}-title`},
      make("h2", {id: `sc-${id}-title`, tabindex: "-1", text: t(id)}),
      ...nodes,
    );
    if (old) old.replaceWith(section);
    else main.insertBefore(section, first_shown(place + 1));
  }
  draw_figures();
  build_contents();
  if (focused && document.activeElement === document.body)
    document.getElementById(focused)?.focus({preventScroll: true});
}

/// Returns the first section on the page of those from a place on, or null.
function first_shown(place) {
  return sections.slice(place).map(({id}) => document.getElementById("sc-" + id)).find(Boolean) ?? null;
}

function build_contents() {
  const shown = sections.filter(({id}) => document.getElementById("sc-" + id));
  const contents = document.getElementById("sc-contents");
  contents.setAttribute("aria-label", t("contents"));
  contents.replaceChildren(
    make("ul", {}, ...shown.map(({id}) => make("li", {}, make("a", {href: "#sc-" + id, text: t(id)})))),
  );
}

function field(id, label, options, onchange) {
  return make(
    "p",
    {class: "sc-field"},
    make("label", {for: id, text: label}),
    make("select", {class: "sc-select", id, onchange}, ...options),
  );
}

/// Builds what stands above the sections: title, language, appearance, and the selectors.
function build_frame() {
  const {state} = page;
  const scenario = scenario_of(state);
  const focused = document.activeElement?.id;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  const given_title = state.data.title !== state.data.scenarios[0].title && state.data.title;
  document.title = given_title || name_of(scenario);
  document.getElementById("sc-skip").textContent = t("skip");
  document.getElementById("sc-licence").textContent = t("licence");
  document.getElementById("sc-made-with").textContent = t("made_with", {
    program: state.data.program,
    version: echarts.version,
  });
  document.getElementById("sc-header").replaceChildren(
    make(
      "div",
      {},
      make("h1", {text: document.title}),
      given_title ? make("p", {class: "sc-lead", text: name_of(scenario)}) : null,
      scenario.description ? make("p", {class: "sc-lead", text: scenario.description}) : null,
      make("p", {
        class: "sc-facts",
        text: t("paths_line", {
          paths: count_text(scenario.paths),
          first: scenario.years[0],
          last: last_of(scenario.years),
        }),
      }),
    ),
    make(
      "div",
      {class: "sc-settings", role: "group", "aria-label": t("settings")},
      field(
        "sc-language",
        t("language"),
        [
          ["en", "English"],
          ["zh", "中文"],
        ].map(([value, text]) => make("option", {value, text, lang: value, selected: value === language})),
        (event) => set_language(event.target.value),
      ),
      field(
        "sc-theme",
        t("theme"),
        ["auto", "light", "dark"].map((value) =>
          make("option", {
            value,
            text: t("theme_" + value),
            selected: value === (document.documentElement.dataset.theme || "auto"),
          }),
        ),
        (event) => set_theme(event.target.value),
      ),
      make("button", {
        class: "sc-button",
        id: "sc-print",
        type: "button",
        text: t("print"),
        onclick: () => window.print(),
      }),
    ),
  );
  const bar = document.getElementById("sc-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("choose"));
  bar.replaceChildren(...selectors(state, scenario));
  if (focused) document.getElementById(focused)?.focus({preventScroll: true});
}

function selectors(state, scenario) {
  const scenarios = state.data.scenarios.map((item, i) =>
    make("option", {value: i, selected: i === state.scenario, text: name_of(item)}),
  );
  const industries = by_account(scenario).map((group) =>
    make(
      "optgroup",
      {label: group.title},
      ...group.series.map((series) =>
        make("option", {value: series.name, selected: series.name === state.series, text: name_of(series)}),
      ),
    ),
  );
  const years = scenario.years.map((year) =>
    make("option", {value: year, selected: year === state.year, text: String(year)}),
  );
  return [
    scenarios.length > 1
      ? field("sc-scenario", t("scenario"), scenarios, (event) => page.set({scenario: Number(event.target.value)}))
      : null,
    field("sc-series", t("industry"), industries, (event) => page.set({series: event.target.value})),
    field("sc-year", t("year"), years, (event) => page.set({year: Number(event.target.value)})),
  ].filter(Boolean);
}

function set_language(value) {
  language = value === "zh" ? "zh" : "en";
  build_frame();
  build_sections(null);
}

function set_theme(value) {
  if (value === "light" || value === "dark") document.documentElement.dataset.theme = value;
  else delete document.documentElement.dataset.theme;
  draw_figures({all: true});
}

// ---- Printing: light colours, the width of the paper, and all assumptions open.

let before_print = null;

window.addEventListener("beforeprint", () => {
  const root = document.documentElement;
  const closed = [...document.querySelectorAll("details.sc-assumptions:not([open])")];
  before_print = {theme: root.dataset.theme, closed};
  root.dataset.printing = "";
  root.dataset.theme = "light";
  closed.forEach((details) => {
    details.open = true;
  });
  draw_figures({all: true});
});

window.addEventListener("afterprint", () => {
  const root = document.documentElement;
  if (!before_print) return;
  if (before_print.theme) root.dataset.theme = before_print.theme;
  else delete root.dataset.theme;
  before_print.closed.forEach((details) => {
    details.open = false;
  });
  before_print = null;
  setTimeout(() => {
    delete root.dataset.printing;
    draw_figures({all: true});
  }, 0);
});

dark_system.addEventListener("change", () => draw_figures({all: true}));

/// Reads the data of the file, and shows what the address asks for: ?lang=zh&theme=dark&series=NAME&year=2030&scenario=1.
function start(query) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const asked = new URLSearchParams(query);
  const scenario = Number(asked.get("scenario") || 0);
  assign_colours(data.scenarios);
  page.state = {
    data,
    scenario: data.scenarios[scenario] ? scenario : 0,
    series: asked.get("series"),
    year: Number(asked.get("year")),
    other: data.comparisons?.find(({paired}) => paired)?.scenario ?? 1,
  };
  page.mend_choice();
  const wanted = asked.get("lang") || navigator.language || "en";
  language = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
  set_theme(asked.get("theme"));
  build_frame();
  build_sections(null);
}

start(window.location.search);
