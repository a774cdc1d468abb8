// What the sections ask of a scenario: its series, accounts, and the figures that matter most.
// State: {data, scenario: number, series: name, year, other: number of the scenario compared}.

const scenario_of = (state) => state.data.scenarios[state.scenario];
const series_of = (scenario, name) => scenario.series.find((series) => series.name === name);
const chosen_series = (state) => series_of(scenario_of(state), state.series);
const industry_colour = (name) => (look) => look.industry(name);
const last_of = (list) => list[list.length - 1];
/// Returns the place of the scenario that others are set against, or null where there is only one.
const baseline_of = (data) => (data.scenarios.length > 1 ? (data.comparisons?.[0]?.baseline ?? 0) : null);

/// Returns what tells scenarios of one title apart: their names, else their files, else their places.
function mark_of(data, i) {
  const {name, file} = data.scenarios[i];
  const twins = data.scenarios.filter((one) => name_of(one) === name_of(data.scenarios[i]));
  if (twins.length < 2) return "";
  const tells = (key) => new Set(twins.map((one) => one[key])).size === twins.length;
  return tells("name") ? name : tells("file") ? file : String(i + 1);
}

/// Returns what a scenario is called: its title, and what tells it from others of the same title.
function scenario_label(state, i) {
  const name = name_of(state.data.scenarios[i]);
  const mark = mark_of(state.data, i);
  return mark ? t("scenario_of_file", {name, mark}) : name;
}

/// Returns the same, and says which is the baseline.
function marked_label(state, i) {
  const name = scenario_label(state, i);
  return i === baseline_of(state.data) ? t("scenario_baseline", {name}) : name;
}

const comma = () => (language === "zh" ? "；" : "; ");

function origin_text() {
  const scenario = scenario_of(page.state);
  return t("footer", {title: scenario_label(page.state, page.state.scenario), paths: count_text(scenario.paths), program: page.state.data.program});
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
      groups.set(key, {
        key,
        own,
        title: own ? t("other_measures") : account_text(scenario, key),
        definition: own ? "" : account?.definition || "",
        series: [],
      });
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
  return {
    middle: middle.values[i],
    word: middle.word,
    share: band ? quantile_percent(band.share) : null,
    low: band ? statistic.quantile[band.low][i] : null,
    high: band ? statistic.quantile[band.high][i] : null,
  };
}
