// Elements of the page: plain nodes, tables, and figures with their chart, alternative text, numbers and downloads.
// Texts of configs reach the page through textContent alone.

/// Makes an element. Attributes: `text` is its text, `onclick` and the like are listeners, null and false are left out.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/// Makes a table: {caption, head: [text], rows: [[text or node]], texts: columns after the first that are no numbers}.
function make_table({caption, head, rows, texts = []}) {
  const is_number = (column) => column > 0 && !texts.includes(column);
  const cell = (tag, value, column, more = {}) => {
    const node = make(tag, {class: is_number(column) ? "sc-number" : null, ...more});
    node.append(value ?? "");
    return node;
  };
  const table = make("table", {class: "sc-table"}, make("caption", {text: caption}),
    make("thead", {}, make("tr", {}, ...head.map((h, i) => cell("th", h, i, {scope: "col"})))),
    make("tbody", {}, ...rows.map((row) => make("tr", {},
      ...row.map((value, i) => (i === 0 ? cell("th", value, i, {scope: "row"}) : cell("td", value, i)))))));
  return make("div", {class: "sc-scroll", role: "region", tabindex: "0",
                      "aria-label": t("table_region", {title: caption})}, table);
}

const open_details = new Set();  // ids of what the reader has opened, kept when a section is built again

/// Makes a part that opens and closes, and stays as the reader left it.
function make_details(id, summary, ...children) {
  const details = make("details", {class: "sc-details", "data-details": id, open: open_details.has(id)},
                       make("summary", {text: summary}), ...children);
  details.addEventListener("toggle", () => {
    if (document.documentElement.dataset.printing !== undefined) return;
    if (details.open) open_details.add(id);
    else open_details.delete(id);
  });
  return details;
}

// Colours of industries, causes and scenarios, told apart with each kind of colour blindness: at least 27 apart in
// CIELAB under simulated protanopia, deuteranopia and (times 0.7) tritanopia; 3 to 1 against the background.
const palettes = {
  light: {
    industries: ["#7370fa", "#c68206", "#0d5b45", "#31079a", "#4d9965", "#854505", "#b280a5", "#61579e", "#491249"],
    others: ["#044b97", "#7c9e6c", "#953307", "#c68206", "#4392f7", "#ad81ab", "#4d1042"],
    ink: "#1c2430", muted: "#5b6675", grid: "#d9dee5", surface: "#ffffff", rest: "#c3c9d1",
  },
  dark: {
    industries: ["#795de7", "#cc7d1e", "#437f43", "#94b7fe", "#d7e6ab", "#f2cf24", "#c88a9c", "#9764a3", "#7af4fb"],
    others: ["#457cfd", "#b1f2b0", "#c94c18", "#f1e344", "#7af4fb", "#837fb4", "#a4666a"],
    ink: "#e8ecf1", muted: "#a7b1bf", grid: "#343c48", surface: "#181c22", rest: "#596373",
  },
};

const industry_slots = new Map();  // name of a series -> its colour in every chart; -1 for totals, which are ink

/// Gives each industry its colour: by order within its account, so that no two in one stack have the same.
function assign_colours(scenarios) {
  const used = new Map();
  for (const scenario of scenarios) {
    for (const series of scenario.series) {
      if (industry_slots.has(series.name)) continue;
      const slot = series.group === "total" ? -1 : used.get(series.account) ?? 0;
      industry_slots.set(series.name, slot);
      if (slot >= 0) used.set(series.account, slot + 1);
    }
  }
}

const dark_system = window.matchMedia("(prefers-color-scheme: dark)");

function is_dark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : dark_system.matches;
}

/// Returns what a chart is drawn with: colours, width [px], and whether it stands alone as a picture.
function look_of(width, alone = false) {
  const colours = is_dark() ? palettes.dark : palettes.light;
  return {
    ...colours, width, alone, narrow: width < 520,
    industry: (name) => {
      const slot = industry_slots.get(name) ?? -1;
      return slot < 0 ? colours.ink : colours.industries[slot % colours.industries.length];
    },
    other: (i) => colours.others[i % colours.others.length],
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),  // it comes to stand in an attribute
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
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/gu) || []) {
    const longer = lines[lines.length - 1] + piece;
    if (text_width(longer.trimEnd(), look) > width && lines[lines.length - 1]) lines.push(piece);
    else lines[lines.length - 1] = longer;
  }
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join("")] : lines;
  return kept.map((line) => fit(line.trimEnd(), width, look));
}

/// Makes the content of a tooltip: a title, and rows [colour or null, label, value].
function make_tip(title, rows) {
  return make("div", {class: "sc-tip"}, make("strong", {text: title}),
    ...rows.map(([colour, label, value]) => {
      const dot = make("span", {class: "sc-tip-dot"});
      if (colour) dot.style.background = colour;
      return make("div", {class: "sc-tip-row"}, dot, make("span", {class: "sc-tip-label", text: label}),
                  make("span", {class: "sc-tip-value", text: value}));
    }));
}

const figures = new Set();  // all figures on the page

/// Makes a figure: a heading, a chart with alternative text, its numbers as a table, and downloads.
///
/// {id: names the downloads, title, subtitle, alt: a sentence that says what the chart shows,
///  chart: (look) => {height, option}, table: as for make_table, tools: further buttons, level: of its heading}
function make_figure({id, title, subtitle, alt, chart, table, tools = [], level = "h3", small = false}) {
  const box = make("div", {class: "sc-chart", role: "img", "aria-label": alt});
  const download = (format) => make("button", {
    class: "sc-button", type: "button", text: t("download_" + format), "data-download": format,
    "aria-label": t("download_title", {format: format.toUpperCase(), title}),
    onclick: () => save_picture(figure, format),
  });
  const root = make("figure", {class: "sc-figure" + (small ? " sc-small" : ""), "data-figure": id},
    make("figcaption", {class: "sc-caption"}, make(level, {class: "sc-title", text: title}),
         subtitle ? make("p", {class: "sc-subtitle", text: subtitle}) : null),
    box,
    make("div", {class: "sc-tools"}, ...tools, download("png"), download("svg")),
    make_details("table-" + id, t("table_of"), make_table({caption: title, ...table})));
  const figure = {id, title, subtitle, chart, box, root, drawn: null, width: 0};
  figures.add(figure);
  return root;
}

/// Draws a figure as wide as its place is [px].
function draw(figure, width) {
  if (!width) return;
  const look = look_of(width);
  const {height, option} = figure.chart(look);
  figure.box.style.height = `${height}px`;
  figure.drawn ??= echarts.init(figure.box, null, {renderer: "svg", width, height});
  figure.drawn.resize({width, height});
  figure.drawn.setOption(finished(option, look), {notMerge: true});
  figure.width = width;
}

const resized = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    const figure = [...figures].find(({box}) => box === target);
    if (figure && figure.width && figure.box.clientWidth && figure.box.clientWidth !== figure.width) draw(figure, figure.box.clientWidth);
  }
});

/// Draws the figures that are new on the page and forgets those that have gone.
function draw_figures({all = false} = {}) {
  for (const figure of [...figures].filter(({root}) => !root.isConnected)) {
    resized.unobserve(figure.box);
    figure.drawn?.dispose();
    figures.delete(figure);
  }
  // All widths are read before anything is drawn: reading one afterwards would lay out the page again.
  const places = [...figures].filter(({drawn}) => all || !drawn).map((figure) => [figure, figure.box.clientWidth]);
  for (const [figure, width] of places) {
    draw(figure, width);
    resized.observe(figure.box);
  }
}

/// Adds to a chart what all charts have in common.
function finished(option, look) {
  return {
    animation: false,
    aria: {enabled: false},  // the page writes a text of its own
    textStyle: {fontFamily: look.font, color: look.ink},
    ...option,
    tooltip: {
      appendTo: "body", transitionDuration: 0, padding: 8, borderWidth: 1, backgroundColor: look.surface,
      borderColor: look.grid, textStyle: {color: look.ink, fontSize: 12}, ...option.tooltip,
    },
  };
}

/// Returns the option and height of a figure that stands alone as a picture: with title, unit and origin.
function picture_of(figure, width) {
  const look = look_of(width, true);
  const {height, option} = figure.chart(look);
  const top = figure.subtitle ? 62 : 44;
  const option_alone = finished(option, look);
  option_alone.backgroundColor = look.surface;
  option_alone.title = {
    text: fit(figure.title, width - 32, look, 19), subtext: figure.subtitle || "", left: 12, top: 10,
    textStyle: {fontSize: 18, color: look.ink, fontFamily: look.font},
    subtextStyle: {fontSize: 13, color: look.muted, fontFamily: look.font},
  };
  option_alone.grid = {...option.grid, top: option.grid.top + top, bottom: option.grid.bottom + 26};
  if (option.legend) option_alone.legend = {...option.legend, top: option.legend.top + top};
  option_alone.graphic = [{type: "text", left: 16, bottom: 10, silent: true,
    style: {text: fit(origin_text(), width - 32, look, 11), fontSize: 11, fontFamily: look.font, fill: look.muted}}];
  return {height: height + top + 26, option: option_alone, look};
}

/// Saves a figure as a picture named after what it shows.
function save_picture(figure, format) {
  const width = 1000;
  const {height, option, look} = picture_of(figure, width);
  const name = `${figure.id}.${format}`;
  if (format === "svg") {
    const chart = echarts.init(null, null, {renderer: "svg", ssr: true, width, height});
    chart.setOption(option);
    save_blob(new Blob([chart.renderToSVGString()], {type: "image/svg+xml"}), name);
    chart.dispose();
    return;
  }
  const chart = echarts.init(document.createElement("div"), null, {renderer: "canvas", width, height});
  chart.setOption(option);
  chart.renderToCanvas({pixelRatio: 2, backgroundColor: look.surface}).toBlob((blob) => {
    save_blob(blob, name);
    chart.dispose();
  }, "image/png");
}

function save_blob(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = make("a", {href: address, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/// Returns names as a file name can hold them.
function file_name(...names) {
  return names.join("-").replace(/[^\p{L}\p{N}_.-]+/gu, "-");
}
