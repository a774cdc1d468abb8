// The kinds of charts. Each returns a function (look) => {height, option}: what is drawn depends on width and theme.

const axis_text = (look) => ({color: look.muted, fontSize: 12, fontFamily: look.font});

function value_axis(look, format, {along_rows = false, ...more} = {}) {
  return {type: "value", scale: true, splitNumber: look.narrow ? (along_rows ? 2 : 3) : 5, axisLine: {show: false}, axisTick: {show: false},
          axisLabel: {...axis_text(look), formatter: (x) => tick_text(format, x), hideOverlap: true},
          splitLine: {lineStyle: {color: look.grid}}, ...more};
}

function category_axis(look, labels, more = {}) {
  return {type: "category", data: labels, axisTick: {show: false}, axisLine: {lineStyle: {color: look.muted}},
          axisLabel: {...axis_text(look), hideOverlap: true}, ...more};
}

/// Returns a legend that wraps into as many lines as it needs, and its height. Items: [{name, label, icon, style}].
function legend_of(items, look) {
  const most = look.width - 48;
  const labels = new Map(items.map(({name, label}) => [name, fit(label, most - 40, look)]));
  let lines = 1;
  let used = 0;
  for (const label of labels.values()) {
    const width = text_width(label, look) + 22 + 5 + 10;
    if (used > 0 && used + width > most) {
      lines += 1;
      used = 0;
    }
    used += width;
  }
  return {
    height: 24 * lines + 4,
    option: {top: 4, left: 4, right: 20, itemWidth: 22, itemHeight: 12, itemGap: 10, selectedMode: false,
             textStyle: {color: look.ink, fontSize: 12, lineHeight: 14, fontFamily: look.font},
             formatter: (name) => labels.get(name) ?? name,
             data: items.map(({name, icon, style}) => ({name, ...(icon && {icon}), ...(style && {itemStyle: style})}))},
  };
}

/// Splits positions where a band has no number, so that gaps stay gaps.
function runs_of(low, high) {
  const runs = [];
  let run = [];
  low.forEach((value, i) => {
    if (given(value) && given(high[i])) run.push(i);
    else if (run.length) runs.push(run), run = [];
  });
  if (run.length) runs.push(run);
  return runs;
}

function band_series(name, at, low, high, colour, opacity) {
  return {
    type: "custom", name, silent: true, clip: true, z: 1, itemStyle: {color: colour, opacity},
    encode: {x: 0, y: [1, 2]}, data: low.map((value, i) => [at[i], value, high[i]]),
    renderItem: (params, api) => {
      if (params.dataIndex !== 0) return null;  // one shape for all years
      return {type: "group", children: runs_of(low, high).map((run) => ({
        type: "polygon", style: {fill: colour, opacity},
        shape: {points: [...run.map((i) => api.coord([at[i], high[i]])),
                         ...run.slice().reverse().map((i) => api.coord([at[i], low[i]]))]},
      }))};
    },
  };
}

/// A fan: bands, the middle line, and what was published before.
/// {years, statistic, quantiles, history: [{year, value}], colour: (look), format, height, legend, zero}
function fan_chart({years, statistic, quantiles, history = [], colour, format, height = 340, legend = true, zero = false}) {
  const bands = bands_of(quantiles);
  const middle = middle_of(statistic, quantiles);
  return (look) => {
    const first = Math.min(years[0], ...history.map(({year}) => year));
    const labels = Array.from({length: years[years.length - 1] - first + 1}, (unused, i) => String(first + i));
    const at = years.map((year) => year - first);
    const paint = colour(look);
    const opacity = look.surface === "#ffffff" ? 0.2 : 0.27;
    const series = bands.map((band, k) =>
      band_series(`band${k}`, at, statistic.quantile[band.low], statistic.quantile[band.high], paint, opacity));
    const line = labels.map(() => null);
    at.forEach((x, i) => { line[x] = middle.values[i] ?? null; });
    series.push({type: "line", name: "middle", data: line, symbol: "circle", symbolSize: 5, z: 3,
                 lineStyle: {color: paint, width: 2.5}, itemStyle: {color: paint}});
    const past = labels.map((label) => history.find(({year}) => String(year) === label)?.value ?? null);
    if (history.length) {
      series.push({type: "line", name: "history", data: past, connectNulls: true, symbol: "rect", symbolSize: 6, z: 4,
                   lineStyle: {color: look.muted, width: 1.5, type: "dashed"}, itemStyle: {color: look.muted}});
    }
    if (zero) {
      series[series.length - 1].markLine = {silent: true, symbol: "none", label: {show: false},
        lineStyle: {color: look.muted, type: "solid", width: 1}, data: [{yAxis: 0}]};
    }
    const items = [...(history.length ? [{name: "history", label: t("history")}] : []),
                   {name: "middle", label: middle.word},
                   ...bands.map((band, k) => ({name: `band${k}`, icon: "rect", label: t("band_legend", {share: quantile_percent(band.share)}),
                                               style: {color: paint, opacity: 1 - (1 - opacity) ** (k + 1)}})).reverse()];
    const key = legend || look.alone ? legend_of(items, look) : null;
    const tip = (params) => {
      const label = params[0].axisValue;
      const rows = [];
      const published = past[labels.indexOf(label)];
      if (given(published)) rows.push([look.muted, t("history"), format(published)]);
      const i = years.indexOf(Number(label));
      if (i >= 0 && given(middle.values[i])) {
        rows.push([paint, middle.word, format(middle.values[i])]);
        bands.slice().reverse().forEach((band) => rows.push([null, t("band_legend", {share: quantile_percent(band.share)}),
          `${format(statistic.quantile[band.low][i])} – ${format(statistic.quantile[band.high][i])}`]));
      }
      return make_tip(label, rows);
    };
    return {height, option: {
      grid: {left: 6, right: 22, top: (key?.height ?? 0) + 14, bottom: 8, containLabel: true},
      legend: key?.option,
      xAxis: category_axis(look, labels, {boundaryGap: false, axisLine: {onZero: false, lineStyle: {color: look.muted}}}),
      yAxis: value_axis(look, format), series,
      tooltip: {trigger: "axis", axisPointer: {lineStyle: {color: look.muted}}, formatter: tip},
    }};
  };
}

/// Returns names in as many lines as the place beside a chart makes them take, and the height of a row [px].
function row_labels(names, look) {
  const width = look.narrow ? look.width * 0.36 : Math.min(330, look.width * 0.34);
  const lines = names.map((name) => wrap(name, width, look, look.narrow ? 5 : 3));
  return {names: lines.map((list) => list.join("\n")), row_height: Math.max(28, 15 * Math.max(1, ...lines.map((list) => list.length)) + 10)};
}

const row_axis = (look, labels) => category_axis(look, labels.names, {
  inverse: true, axisLine: {show: false}, axisLabel: {...axis_text(look), color: look.ink, lineHeight: 15, interval: 0}});

/// Dots with bars, a row for each: [{label, colour: (look), middle, bands: [[low, high], ...] widest first, text, tip}].
/// {rows, format, range: [min, max] or null, upright: one column for each instead}
function whisker_chart({rows, format, range = null, upright = false, height = 320}) {
  return (look) => {
    const labels = row_labels(rows.map(({label}) => label), look);
    const right = upright ? 16 : 26 + Math.max(0, ...rows.map(({text}) => text_width(text || "", look)));
    const bars = Math.max(...rows.map(({bands}) => bands.length), 0);
    const along = (value, i) => (upright ? [i, value] : [value, i]);
    const draw_row = (params, api) => {
      const i = params.dataIndex;
      const row = rows[i];
      const box = params.coordSys;
      const paint = row.colour(look);
      const place = (value) => api.coord(along(value, i));
      const step = api.size([1, 1])[upright ? 0 : 1];
      const centre = place(row.middle)[upright ? 0 : 1];
      const shapes = [{type: "rect", style: {fill: "transparent"}, shape: upright
        ? {x: centre - step / 2, y: box.y, width: step, height: box.height}
        : {x: box.x, y: centre - step / 2, width: box.width, height: step}}];
      if (i === 0) shapes.push(...zero_line(api, box, upright, look));
      row.bands.forEach(([low, high], k) => {
        if (!given(low) || !given(high)) return;
        const [x1, y1] = place(low);
        const [x2, y2] = place(high);
        shapes.push({type: "line", shape: {x1, y1, x2, y2},
                     style: {stroke: paint, lineWidth: 2 + 5 * k, opacity: bars > 1 && k === 0 ? 0.75 : 1, lineCap: "butt"}});
        if (bars === 1) shapes.push(...caps([[x1, y1], [x2, y2]], paint, upright));
      });
      if (given(row.middle)) {
        const [cx, cy] = place(row.middle);
        shapes.push({type: "circle", shape: {cx, cy, r: bars === 1 ? 3.5 : 5}, style: {fill: look.surface, stroke: paint, lineWidth: 2.5}});
      }
      if (!upright && row.text) {
        shapes.push({type: "text", silent: true, x: box.x + box.width + 12, y: centre,
          style: {text: row.text, fill: look.ink, verticalAlign: "middle", fontSize: 12, fontFamily: look.font}});
      }
      return {type: "group", children: shapes};
    };
    const values = {type: "custom", renderItem: draw_row, encode: {[upright ? "y" : "x"]: Array.from({length: 1 + 2 * bars}, (u, i) => i + 1),
                    [upright ? "x" : "y"]: 0},
                    data: rows.map((row, i) => [i, row.middle, ...Array.from({length: bars}, (u, k) => row.bands[k] ?? [null, null]).flat()])};
    const axis = value_axis(look, format, range ? {min: range[0], max: range[1], interval: look.narrow && !upright ? 0.5 : 0.2, scale: false} : {along_rows: !upright});
    const names = upright ? category_axis(look, rows.map(({label}) => label)) : row_axis(look, labels);
    return {height: upright ? height : rows.length * labels.row_height + 44, option: {
      grid: {left: 6, right, top: 10, bottom: 8, containLabel: true},
      xAxis: upright ? names : axis, yAxis: upright ? axis : names, series: [values],
      tooltip: {trigger: "item", formatter: ({dataIndex}) => make_tip(rows[dataIndex].label, rows[dataIndex].tip.map(([label, value], k) =>
        [k === 0 ? rows[dataIndex].colour(look) : null, label, value]))},
    }};
  };
}

/// Returns the short strokes at both ends of an error bar.
function caps(ends, stroke, upright) {
  return ends.map(([x, y]) => ({type: "line", style: {stroke, lineWidth: 2},
    shape: upright ? {x1: x - 5, x2: x + 5, y1: y, y2: y} : {x1: x, x2: x, y1: y - 5, y2: y + 5}}));
}

/// Returns the line at zero where it lies inside a chart.
function zero_line(api, box, upright, look) {
  const [x, y] = api.coord([0, 0]);
  const style = {stroke: look.muted, lineWidth: 1};
  if (upright) {
    if (y < box.y || y > box.y + box.height) return [];
    return [{type: "line", silent: true, style, shape: {x1: box.x, x2: box.x + box.width, y1: y, y2: y}}];
  }
  if (x < box.x || x > box.x + box.width) return [];
  return [{type: "line", silent: true, style, shape: {x1: x, x2: x, y1: box.y, y2: box.y + box.height}}];
}

/// Returns black or white, whichever is easier to read on a colour.
function ink_on(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000000" : "#ffffff";
}

/// Stacked bars, or bars side by side: {categories, parts: [{name, label, colour: (look), values}], totals: values or
/// null, format, label: text of a piece, smallest: piece that has a text, across: bars lie, stacked, range, gap: between pieces [px]}
function stack_chart({categories, parts, totals = null, format, label = null, smallest = Infinity, across = false,
                      stacked = true, range = null, gap = 0, height = 360}) {
  return (look) => {
    const series = parts.map((part) => {
      const paint = part.colour(look);
      return {type: "bar", name: part.name, stack: stacked ? "all" : undefined, data: part.values,
        barMaxWidth: across ? 18 : 56, barCategoryGap: across ? "35%" : "28%",
        itemStyle: {color: paint, borderColor: look.surface, borderWidth: gap},
        label: {show: label !== null && !(look.narrow && categories.length > 8), color: ink_on(paint), fontSize: look.narrow ? 9 : 11,
                formatter: ({value}) => (given(value) && Math.abs(value) >= smallest ? label(value) : "")},
        labelLayout: {hideOverlap: true}};
    });
    const items = parts.map(({name, label: text}) => ({name, label: text, icon: "rect"}));
    if (totals) {
      series.push({type: "scatter", name: "total", symbol: "diamond", symbolSize: 10, z: 5,
                   data: totals.map((value, i) => (across ? [value, i] : [i, value])),
                   itemStyle: {color: look.surface, borderColor: look.ink, borderWidth: 2}});
      items.push({name: "total", label: t("total"), icon: "diamond"});
    }
    const key = legend_of(items, look);
    const labels = row_labels(categories, look);
    const names = across ? row_axis(look, labels)
      : category_axis(look, categories, {axisLine: {onZero: false, lineStyle: {color: look.muted}}});
    const axis = value_axis(look, format, {along_rows: across, scale: false, ...(range ? {min: range[0], max: range[1], interval: 0.2} : {})});
    const tip = (params) => {
      const i = params[0].dataIndex;
      const rows = parts.filter((part) => given(part.values[i])).map((part) => [part.colour(look), part.label, format(part.values[i])]);
      if (totals && given(totals[i])) rows.push([null, t("total"), format(totals[i])]);
      return make_tip(categories[i], rows);
    };
    return {height: across ? categories.length * labels.row_height + key.height + 44 : height + key.height, option: {
      grid: {left: 6, right: 24, top: key.height + 12, bottom: 8, containLabel: true}, legend: key.option,
      xAxis: across ? axis : names, yAxis: across ? names : axis, series,
      tooltip: {trigger: "axis", axisPointer: {type: "shadow"}, formatter: tip},
    }};
  };
}

/// Lines over the years: [{name, label, colour: (look), dash, values, quiet: no legend, thin}].
function lines_chart({years, lines, format, height = 360}) {
  return (look) => {
    const shown = lines.filter(({quiet}) => !quiet);
    const key = legend_of(shown.map(({name, label}) => ({name, label})), look);
    const tip = (params) => {
      const i = params[0].dataIndex;
      return make_tip(String(years[i]), shown.filter(({values}) => given(values[i]))
        .map((line) => [line.colour(look), line.label, format(line.values[i])]));
    };
    return {height: height + key.height, option: {
      grid: {left: 6, right: 22, top: key.height + 14, bottom: 8, containLabel: true}, legend: key.option,
      xAxis: category_axis(look, years.map(String), {boundaryGap: false, axisLine: {onZero: false, lineStyle: {color: look.muted}}}),
      yAxis: value_axis(look, format),
      series: lines.map((line) => ({type: "line", name: line.name, data: line.values, symbol: line.quiet ? "none" : "circle",
        symbolSize: 6, z: line.quiet ? 1 : 3, itemStyle: {color: line.colour(look)},
        lineStyle: {color: line.colour(look), width: line.quiet ? 1 : 2.5, type: line.dash || "solid"}})),
      tooltip: {trigger: "axis", axisPointer: {lineStyle: {color: look.muted}}, formatter: tip},
    }};
  };
}
