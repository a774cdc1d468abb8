// How charts look: colours, widths of texts.

// Colours of industries, causes and scenarios, told apart with each kind of colour blindness: at least 27 apart in
// CIELAB under simulated protanopia, deuteranopia and (times 0.7) tritanopia; 3 to 1 against the background.
const palettes = {
  light: {
    industries: ["#7370fa", "#c68206", "#0d5b45", "#31079a", "#4d9965", "#854505", "#b280a5", "#61579e", "#491249"],
    others: ["#044b97", "#7c9e6c", "#953307", "#c68206", "#4392f7", "#ad81ab", "#4d1042"],
    ink: "#1c2430",
    muted: "#5b6675",
    grid: "#d9dee5",
    surface: "#ffffff",
    rest: "#c3c9d1",
  },
  dark: {
    industries: ["#795de7", "#cc7d1e", "#437f43", "#94b7fe", "#d7e6ab", "#f2cf24", "#c88a9c", "#9764a3", "#7af4fb"],
    others: ["#457cfd", "#b1f2b0", "#c94c18", "#f1e344", "#7af4fb", "#837fb4", "#a4666a"],
    ink: "#e8ecf1",
    muted: "#a7b1bf",
    grid: "#343c48",
    surface: "#181c22",
    rest: "#596373",
  },
};

const industry_slots = new Map(); // name of a series -> its colour in every chart; -1 for totals, which are ink

/// Gives each industry its colour: by order within its account, so that no two in one stack have the same.
function assign_colours(scenarios) {
  const used = new Map();
  for (const scenario of scenarios) {
    for (const series of scenario.series) {
      if (industry_slots.has(series.name)) continue;
      const slot = series.group === "total" ? -1 : (used.get(series.account) ?? 0);
      industry_slots.set(series.name, slot);
      if (slot >= 0) used.set(series.account, slot + 1);
    }
  }
}

const dark_system = window.matchMedia("(prefers-color-scheme: dark)");

const is_printing = () => document.documentElement.dataset.printing !== undefined;

function is_dark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : dark_system.matches;
}

/// Returns what a chart is drawn with: colours, width [px], and whether it stands alone as a picture.
function look_of(width, alone = false) {
  const colours = is_dark() ? palettes.dark : palettes.light;
  return {
    ...colours,
    width,
    alone,
    narrow: width < 520,
    beside: is_printing() ? 0.47 : 0.34, // part of the width that names beside rows may take
    line_height: is_printing() ? 13 : 15, // of names beside rows [px]
    tall: (height) => (is_printing() ? Math.round(0.68 * height) : height), // of charts with a height of their own [px]
    bar_room: is_printing() ? 17 : 26, // of a bar below the name of its row [px]
    row_margin: is_printing() ? 6 : 12,
    industry: (name) => {
      const slot = industry_slots.get(name) ?? -1;
      return slot < 0 ? colours.ink : colours.industries[slot % colours.industries.length];
    },
    other: (i) => colours.others[i % colours.others.length],
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"), // it comes to stand in an attribute
  };
}

const ruler = document.createElement("canvas").getContext("2d");

/// Returns the width of a text in a chart [px].
function text_width(text, look, size = 12) {
  ruler.font = `${size}px ${look.font}`;
  return ruler.measureText(text).width;
}

/// Returns a text cut to a width [px].
function fit(text, width, look, size = 12) {
  if (text_width(text, look, size) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && text_width(letters.join("") + "…", look, size) > width) letters.pop();
  return letters.join("").trimEnd() + "…";
}

/// Returns the lines of a text that are no wider than a width [px], broken between words or Chinese characters; `most` at most.
function wrap(text, width, look, most) {
  const lines = [""];
  for (const piece of text.match(
    /[（《「『“]*[\u2e80-\uffff][）》」』”。，、；：！？]*|[^\s\u2e80-\uffff]+\s*|\s+/gu,
  ) || []) {
    const longer = lines[lines.length - 1] + piece;
    if (text_width(longer.trimEnd(), look) > width && lines[lines.length - 1]) lines.push(piece);
    else lines[lines.length - 1] = longer;
  }
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join("")] : lines;
  return kept.map((line) => fit(line.trimEnd(), width, look));
}
