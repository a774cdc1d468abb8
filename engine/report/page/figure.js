// Figures: a chart with its heading, alternative text, numbers as a table, and downloads.

const figures = new Set(); // all figures on the page

/// Makes a figure: a heading, a chart with alternative text, its numbers as a table, and downloads.
///
/// {id: names the downloads, title, subtitle, alt: a sentence that says what the chart shows,
///  chart: (look) => {height, option}, table: as for make_table, tools: further buttons, level: of its heading}
function make_figure({id, title, subtitle, alt, chart, table, tools = [], level = "h3", small = false}) {
  const box = make("div", {class: "sc-chart", role: "img", "aria-label": alt});
  const download = (format) =>
    make("button", {
      class: "sc-button",
      type: "button",
      text: t("download_" + format),
      "data-download": format,
      "aria-label": t("download_title", {format: format.toUpperCase(), title}),
      onclick: () => save_picture(figure, format),
    });
  const root = make(
    "figure",
    {class: "sc-figure" + (small ? " sc-small" : ""), "data-figure": id},
    make(
      "figcaption",
      {class: "sc-caption"},
      make(level, {class: "sc-title", text: title}),
      subtitle ? make("p", {class: "sc-subtitle", text: subtitle}) : null,
    ),
    box,
    make("div", {class: "sc-tools"}, ...tools, download("png"), download("svg")),
    make_details("table-" + id, t("table_of"), make_table({caption: title, ...table})),
  );
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
    if (figure && figure.width && figure.box.clientWidth && figure.box.clientWidth !== figure.width)
      draw(figure, figure.box.clientWidth);
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
    aria: {enabled: false}, // the page writes a text of its own
    textStyle: {fontFamily: look.font, color: look.ink},
    ...option,
    tooltip: {
      appendTo: "body",
      transitionDuration: 0,
      padding: 8,
      borderWidth: 1,
      backgroundColor: look.surface,
      borderColor: look.grid,
      textStyle: {color: look.ink, fontSize: 12},
      ...option.tooltip,
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
    text: fit(figure.title, width - 32, look, 19),
    subtext: figure.subtitle || "",
    left: 12,
    top: 10,
    textStyle: {fontSize: 18, color: look.ink, fontFamily: look.font},
    subtextStyle: {fontSize: 13, color: look.muted, fontFamily: look.font},
  };
  option_alone.grid = {...option.grid, top: option.grid.top + top, bottom: option.grid.bottom + 26};
  if (option.legend) option_alone.legend = {...option.legend, top: option.legend.top + top};
  option_alone.graphic = [
    {
      type: "text",
      left: 16,
      bottom: 10,
      silent: true,
      style: {text: fit(origin_text(), width - 32, look, 11), fontSize: 11, fontFamily: look.font, fill: look.muted},
    },
  ];
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
