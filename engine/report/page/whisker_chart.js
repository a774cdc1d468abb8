// Dots with bars. Each function returns a function
// (look) => {height, option}: what is drawn depends on width and theme.

/// Returns names in as many lines as the place beside a chart makes them take, and the height of a row [px].
function row_labels(names, look) {
  const width = look.narrow ? look.width * 0.36 : Math.min(330, look.width * 0.34);
  const lines = names.map((name) => wrap(name, width, look, look.narrow ? 5 : 3));
  return {
    names: lines.map((list) => list.join("\n")),
    row_height: Math.max(24, look.line_height * Math.max(1, ...lines.map((list) => list.length)) + look.row_margin),
  };
}

const row_axis = (look, labels) =>
  category_axis(look, labels.names, {
    inverse: true,
    axisLine: {show: false},
    axisLabel: {...axis_text(look), color: look.ink, lineHeight: look.line_height, interval: 0},
  });

/// Dots with bars, a row for each: [{label, colour: (look), middle, bands: [[low, high], ...] widest first, text, tip}].
/// {rows, format, range: [min, max] or null, upright: one column for each instead}
function whisker_chart({rows, format, range = null, upright = false, height = 320}) {
  return (look) => {
    const labels = row_labels(
      rows.map(({label}) => label),
      look,
    );
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
      const shapes = [
        {
          type: "rect",
          style: {fill: "transparent"},
          shape: upright
            ? {x: centre - step / 2, y: box.y, width: step, height: box.height}
            : {x: box.x, y: centre - step / 2, width: box.width, height: step},
        },
      ];
      if (i === 0) shapes.push(...zero_line(api, box, upright, look));
      row.bands.forEach(([low, high], k) => {
        if (!given(low) || !given(high)) return;
        const [x1, y1] = place(low);
        const [x2, y2] = place(high);
        shapes.push({
          type: "line",
          shape: {x1, y1, x2, y2},
          style: {stroke: paint, lineWidth: 2 + 5 * k, opacity: bars > 1 && k === 0 ? 0.75 : 1, lineCap: "butt"},
        });
        if (bars === 1)
          shapes.push(
            ...caps(
              [
                [x1, y1],
                [x2, y2],
              ],
              paint,
              upright,
            ),
          );
      });
      if (given(row.middle)) {
        const [cx, cy] = place(row.middle);
        shapes.push({
          type: "circle",
          shape: {cx, cy, r: bars === 1 ? 3.5 : 5},
          style: {fill: look.surface, stroke: paint, lineWidth: 2.5},
        });
      }
      if (!upright && row.text) {
        shapes.push({
          type: "text",
          silent: true,
          x: box.x + box.width + 12,
          y: centre,
          style: {text: row.text, fill: look.ink, verticalAlign: "middle", fontSize: 12, fontFamily: look.font},
        });
      }
      return {type: "group", children: shapes};
    };
    const values = {
      type: "custom",
      renderItem: draw_row,
      encode: {[upright ? "y" : "x"]: Array.from({length: 1 + 2 * bars}, (u, i) => i + 1), [upright ? "x" : "y"]: 0},
      data: rows.map((row, i) => [
        i,
        row.middle,
        ...Array.from({length: bars}, (u, k) => row.bands[k] ?? [null, null]).flat(),
      ]),
    };
    const axis = value_axis(
      look,
      format,
      range
        ? {min: range[0], max: range[1], interval: look.narrow && !upright ? 0.5 : 0.2, scale: false}
        : {along_rows: !upright},
    );
    const names = upright
      ? category_axis(
          look,
          rows.map(({label}) => label),
        )
      : row_axis(look, labels);
    return {
      height: upright ? height : rows.length * labels.row_height + 44,
      option: {
        grid: {left: 6, right, top: 10, bottom: 8, containLabel: true},
        xAxis: upright ? names : axis,
        yAxis: upright ? axis : names,
        series: [values],
        tooltip: {
          trigger: "item",
          formatter: ({dataIndex}) =>
            make_tip(
              rows[dataIndex].label,
              rows[dataIndex].tip.map(([label, value], k) => [
                k === 0 ? rows[dataIndex].colour(look) : null,
                label,
                value,
              ]),
            ),
        },
      },
    };
  };
}

/// Returns the short strokes at both ends of an error bar.
function caps(ends, stroke, upright) {
  return ends.map(([x, y]) => ({
    type: "line",
    style: {stroke, lineWidth: 2},
    shape: upright ? {x1: x - 5, x2: x + 5, y1: y, y2: y} : {x1: x, x2: x, y1: y - 5, y2: y + 5},
  }));
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
