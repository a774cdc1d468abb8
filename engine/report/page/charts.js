// Stacked bars, bars side by side, and lines. Each function returns a function
// (look) => {height, option}: what is drawn depends on width and theme.

/// Returns black or white, whichever is easier to read on a colour.
function ink_on(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000000" : "#ffffff";
}

/// Stacked bars, or bars side by side: {categories, parts: [{name, label, colour: (look), values}], totals: values or
/// null, format, label: text of a piece, smallest: piece that has a text, across: bars lie, stacked, range, gap: between pieces [px]}
function stack_chart(asked) {
  const chart = {
    totals: null,
    label: null,
    smallest: Infinity,
    across: false,
    stacked: true,
    range: null,
    gap: 0,
    height: 360,
    ...asked,
  };
  const {categories, parts, totals, across} = chart;
  return (look) => {
    const items = parts.map(({name, label}) => ({name, label, icon: "rect"}));
    if (totals) items.push({name: "total", label: t("total"), icon: "diamond"});
    const key = legend_of(items, look);
    const labels = row_labels(categories, look);
    const height = across ? categories.length * labels.row_height + 44 : look.tall(chart.height);
    return {
      height: height + key.height,
      option: {
        grid: {left: 6, right: 24, top: key.height + 12, bottom: 8, containLabel: true},
        legend: key.option,
        ...stack_axes(chart, labels, look),
        series: [...parts.map((part) => stack_piece(chart, part, look)), ...(totals ? [stack_totals(chart, look)] : [])],
        tooltip: {
          trigger: "axis",
          axisPointer: {type: "shadow"},
          formatter: (params) => stack_tip(chart, params[0].dataIndex, look),
        },
      },
    };
  };
}

function stack_axes({categories, format, across, range}, labels, look) {
  const names = across
    ? row_axis(look, labels)
    : category_axis(look, categories, {axisLine: {onZero: false, lineStyle: {color: look.muted}}});
  const values = value_axis(look, format, {
    along_rows: across,
    scale: false,
    ...(range ? {min: range[0], max: range[1], interval: 0.2} : {}),
  });
  return across ? {xAxis: values, yAxis: names} : {xAxis: names, yAxis: values};
}

function stack_piece({categories, label, smallest, across, stacked, gap}, part, look) {
  const paint = part.colour(look);
  return {
    type: "bar",
    name: part.name,
    stack: stacked ? "all" : undefined,
    data: part.values,
    barMaxWidth: across ? 18 : 56,
    barCategoryGap: across ? "35%" : "28%",
    itemStyle: {color: paint, borderColor: look.surface, borderWidth: gap},
    label: {
      show: label !== null && !(look.narrow && categories.length > 8),
      color: ink_on(paint),
      fontSize: look.narrow ? 9 : 11,
      formatter: ({value}) => (given(value) && Math.abs(value) >= smallest ? label(value) : ""),
    },
    labelLayout: {hideOverlap: true},
  };
}

function stack_totals({totals, across}, look) {
  return {
    type: "scatter",
    name: "total",
    symbol: "diamond",
    symbolSize: 10,
    z: 5,
    data: totals.map((value, i) => (across ? [value, i] : [i, value])),
    itemStyle: {color: look.surface, borderColor: look.ink, borderWidth: 2},
  };
}

function stack_tip({categories, parts, totals, format}, i, look) {
  const rows = parts
    .filter((part) => given(part.values[i]))
    .map((part) => [part.colour(look), part.label, format(part.values[i])]);
  if (totals && given(totals[i])) rows.push([null, t("total"), format(totals[i])]);
  return make_tip(categories[i], rows);
}

// Lines of one colour are told apart by their dashes and their marks.
const dashes = ["solid", "dashed", "dotted"];
const marks = ["circle", "diamond", "triangle"];

/// Lines over the years: [{name, label, colour: (look), values, quiet: no legend and thin, style: place in `dashes` and `marks`}].
function lines_chart({years, lines, format, height = 360}) {
  const shown = lines.filter(({quiet}) => !quiet);
  return (look) => {
    const key = legend_of(
      shown.map(({name, label}) => ({name, label})),
      look,
    );
    const tip = (params) => {
      const i = params[0].dataIndex;
      const rows = shown
        .filter(({values}) => given(values[i]))
        .map((line) => [line.colour(look), line.label, format(line.values[i])]);
      return make_tip(String(years[i]), rows);
    };
    return {
      height: look.tall(height) + key.height,
      option: {
        grid: {left: 6, right: 22, top: key.height + 14, bottom: 8, containLabel: true},
        legend: key.option,
        xAxis: category_axis(look, years.map(String), {
          boundaryGap: false,
          axisLine: {onZero: false, lineStyle: {color: look.muted}},
        }),
        yAxis: value_axis(look, format),
        series: lines.map((line) => line_series(line, look)),
        tooltip: {trigger: "axis", axisPointer: {lineStyle: {color: look.muted}}, formatter: tip},
      },
    };
  };
}

function line_series({name, values, quiet, colour, style = 0}, look) {
  const paint = colour(look);
  return {
    type: "line",
    name,
    data: values,
    symbol: quiet ? "none" : marks[style % marks.length],
    symbolSize: style % marks.length === 0 ? 6 : 10,
    z: quiet ? 1 : 3,
    itemStyle: {color: paint},
    lineStyle: {color: paint, width: quiet ? 1 : 2.5, type: dashes[style % dashes.length]},
  };
}
