// What stands above the sections: title, language, appearance, and the selectors.

function field(id, label, options, onchange) {
  return make(
    "p",
    {class: "sc-field"},
    make("label", {for: id, text: label}),
    make("select", {class: "sc-select", id, onchange}, ...options),
  );
}

/// Builds what stands above the sections, and the words of the page around them.
function build_frame() {
  const {state} = page;
  const focused = document.activeElement?.id;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  const given_title = state.data.title !== state.data.scenarios[0].title && state.data.title;
  document.title = given_title || scenario_label(state, state.scenario);
  document.getElementById("sc-skip").textContent = t("skip");
  document.getElementById("sc-licence").textContent = t("licence");
  document.getElementById("sc-made-with").textContent = t("made_with", {
    program: state.data.program,
    version: echarts.version,
  });
  document.getElementById("sc-header").replaceChildren(page_title(state, given_title), page_settings());
  const bar = document.getElementById("sc-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("choose"));
  bar.replaceChildren(...selectors(state, scenario_of(state)));
  if (focused) document.getElementById(focused)?.focus({preventScroll: true});
}

/// Makes the title of the page, with what its scenario says of itself.
function page_title(state, given_title) {
  const scenario = scenario_of(state);
  const paths = {paths: count_text(scenario.paths), first: scenario.years[0], last: last_of(scenario.years)};
  return make(
    "div",
    {},
    make("h1", {text: document.title}),
    given_title ? make("p", {class: "sc-lead", text: scenario_label(state, state.scenario)}) : null,
    scenario.description ? make("p", {class: "sc-lead", text: scenario.description}) : null,
    make("p", {class: "sc-facts", text: t("paths_line", paths)}),
    has_untranslated(scenario) ? make("p", {class: "sc-facts", id: "sc-as-written", text: t("texts_as_written")}) : null,
  );
}

/// Says whether the page is in Chinese and shows texts of a config that has them in another language only.
function has_untranslated(scenario) {
  if (language !== "zh") return false;
  const titled = [scenario, ...["series", "targets", "accounts", "programmes"].flatMap((key) => scenario[key] || [])];
  const is_chinese = (text) => /[\u4e00-\u9fff]/.test(text);
  const texts = [
    ...titled.map(name_of),
    scenario.description,
    ...(scenario.accounts || []).map(({definition}) => definition),
    ...(scenario.assumptions || []).map(({why}) => why),
  ];
  return texts.some((text) => text && !is_chinese(text));
}

/// Makes the settings of the page: language, appearance, print.
function page_settings() {
  const languages = [
    ["en", "English"],
    ["zh", "中文"],
  ].map(([value, text]) => make("option", {value, text, lang: value, selected: value === language}));
  const themes = ["auto", "light", "dark"].map((value) =>
    make("option", {
      value,
      text: t("theme_" + value),
      selected: value === (document.documentElement.dataset.theme || "auto"),
    }),
  );
  const print = {class: "sc-button", id: "sc-print", type: "button", text: t("print"), onclick: () => window.print()};
  return make(
    "div",
    {class: "sc-settings", role: "group", "aria-label": t("settings")},
    field("sc-language", t("language"), languages, (event) => set_language(event.target.value)),
    field("sc-theme", t("theme"), themes, (event) => set_theme(event.target.value)),
    make("button", print),
  );
}

/// Makes the selectors of scenario, industry and year.
function selectors(state, scenario) {
  const scenarios = state.data.scenarios.map((item, i) =>
    make("option", {value: i, selected: i === state.scenario, text: marked_label(state, i)}),
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
