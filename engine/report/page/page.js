// The page as a whole: what is chosen, the sections in order, and printing.

const page = {
  data: null, // as in the file
  state: null, // what is chosen, and the data in the units of the page's language
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
    if (!series_of(scenario, this.state.series)) {
      this.state.series = (series_of(scenario, main_target(scenario)?.series) || main_series(scenario)).name;
    }
    if (!scenario.years.includes(this.state.year)) this.state.year = last_of(scenario.years);
    const compared = (this.state.data.comparisons || []).filter(({paired}) => paired).map((one) => one.scenario);
    if (compared.includes(this.state.scenario)) this.state.other = this.state.scenario;
    else if (!compared.includes(this.state.other)) this.state.other = compared[0] ?? 1;
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
  const focused = document.activeElement?.id;
  if (changed === null) document.getElementById("sc-main").replaceChildren();
  for (const [place, {follows}] of sections.entries()) {
    if (changed === null || follows.some((key) => changed.includes(key))) build_section(place);
  }
  draw_figures();
  build_contents();
  if (focused && document.activeElement === document.body)
    document.getElementById(focused)?.focus({preventScroll: true});
}

/// Builds a section in its place, or takes it away where there is nothing to show.
function build_section(place) {
  const {id, build} = sections[place];
  const nodes = build(page.state);
  const old = document.getElementById("sc-" + id);
  if (!nodes) {
    old?.remove();
    return;
  }
  const section = make(
    "section",
    {class: "sc-section", id: "sc-" + id, "aria-labelledby": `sc-${id}-title`},
    ...with_heading(make("h2", {id: `sc-${id}-title`, tabindex: "-1", text: t(id)}), nodes),
  );
  if (old) old.replaceWith(section);
  else document.getElementById("sc-main").insertBefore(section, first_shown(place + 1));
}

/// Returns the parts of a section below its heading, which stays with the first figure where a page of paper ends.
function with_heading(heading, nodes) {
  const first = nodes.findIndex((node) => !node.matches(".sc-intro, .sc-key, h3"));
  if (first < 0 || !nodes[first].matches(".sc-figure")) return [heading, ...nodes];
  return [make("div", {class: "sc-start"}, heading, ...nodes.slice(0, first + 1)), ...nodes.slice(first + 1)];
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

function set_language(value) {
  language = value === "zh" ? "zh" : "en";
  page.state.data = data_in_units(page.data);
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
  page.data = JSON.parse(document.getElementById("data").textContent);
  const asked = new URLSearchParams(query);
  const scenario = Number(asked.get("scenario") || 0);
  assign_colours(page.data.scenarios);
  page.footnotes = footnotes_of(page.data);
  page.state = {
    data: page.data,
    scenario: page.data.scenarios[scenario] ? scenario : 0,
    series: asked.get("series"),
    year: Number(asked.get("year")),
    other: null, // the scenario that is set against the baseline
  };
  page.mend_choice();
  const wanted = asked.get("lang") || navigator.language || "en";
  set_theme(asked.get("theme"));
  set_language(wanted.toLowerCase().startsWith("zh") ? "zh" : "en");
}

start(window.location.search);
