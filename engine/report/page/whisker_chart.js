// Dots with bars. Each function returns a function
// (look) => {height, option}: what is drawn depends on width and theme.

/// Returns names in as many lines as the place beside a chart makes them take, and the height of a row [px].
function row_labels(names, look) {
  const width = look.narrow ? look.width * 0.36 : Math.min(330, look.width * look.beside);
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
  const bars = Math.max(...rows.map(({bands}) => bands.length), 0);
  return (look) => {
    const place = upright ? upright_place(rows, height, look) : row_place(rows, look);
    return {
      height: place.height,
      option: {
        grid: {left: 6, right: place.right, top: 10, bottom: 8, containLabel: true},
        ...whisker_axes(rows, {format, range, upright, place, look}),
        series: [
          {
            type: "custom",
            renderItem: (params, api) => {
              const pen = pen_of(params, api, {row: rows[params.dataIndex], bars, upright, place, look});
              return {type: "group", children: whisker_shapes(pen)};
            },
            encode: {[upright ? "y" : "x"]: Array.from({length: 1 + 2 * bars}, (u, i) => i + 1), [upright ? "x" : "y"]: 0},
            data: rows.map((row, i) => [
              i,
              row.middle,
              ...Array.from({length: bars}, (u, k) => row.bands[k] ?? [null, null]).flat(),
            ]),
          },
        ],
        tooltip: {trigger: "item", formatter: ({dataIndex}) => whisker_tip(rows[dataIndex], look)},
      },
    };
  };
}

/// Returns where columns side by side find room.
function upright_place(rows, height, look) {
  return {names: rows.map(({label}) => label), right: 16, height: look.tall(height), shift: 0};
}

/// Returns where rows below each other find room: names stand beside the bars, or above them where it is narrow, so
/// that short bars keep the whole width. `shift` is how far a bar lies below the middle of its row [px].
function row_place(rows, look) {
  const labels = rows.map(({label}) => label);
  const right = 26 + Math.max(0, ...rows.map(({text}) => text_width(text || "", look)));
  if (!look.narrow) {
    const beside = row_labels(labels, look);
    return {names: beside.names, right, height: rows.length * beside.row_height + 44, shift: 0};
  }
  const lines = labels.map((label) => wrap(label, look.width - 24, look, 3));
  const above = look.line_height * Math.max(1, ...lines.map((list) => list.length));
  const row_height = above + look.bar_room;
  return {
    names: labels.map(() => ""),
    above: lines.map((list) => list.join("\n")),
    right,
    row_height,
    height: rows.length * row_height + 44,
    shift: (row_height - look.bar_room) / 2 - 1,
  };
}

function whisker_axes(rows, {format, range, upright, place, look}) {
  const values = value_axis(
    look,
    format,
    range
      ? {min: range[0], max: range[1], interval: look.narrow && !upright ? 0.25 : 0.2, scale: false}
      : {along_rows: !upright},
  );
  const names = upright ? category_axis(look, place.names) : row_axis(look, place);
  return upright ? {xAxis: names, yAxis: values} : {xAxis: values, yAxis: names};
}

/// Returns what a row is drawn with: where its values come to lie, and its colour.
function pen_of(params, api, {row, bars, upright, place, look}) {
  const i = params.dataIndex;
  const shifted = ([x, y]) => [x, y + place.shift];
  const at = (value) => shifted(api.coord(upright ? [i, value] : [value, i]));
  return {
    api,
    i,
    row,
    bars,
    upright,
    place,
    look,
    at,
    box: params.coordSys,
    paint: row.colour(look),
    step: api.size([1, 1])[upright ? 0 : 1],
    centre: api.coord(upright ? [i, 0] : [0, i])[upright ? 0 : 1],
  };
}

function whisker_shapes(pen) {
  const {i, row, api, box, upright, look} = pen;
  return [
    touched_area(pen),
    ...(i === 0 ? zero_line(api, box, upright, look) : []),
    ...(pen.place.above ? [name_above(pen)] : []),
    ...row.bands.flatMap(([low, high], k) => (given(low) && given(high) ? bar_shapes(pen, low, high, k) : [])),
    ...(given(row.middle) ? [dot(pen)] : []),
    ...(!upright && row.text ? [text_beside(pen)] : []),
  ];
}

/// Returns the invisible area of a row that shows its numbers when it is touched.
function touched_area({upright, centre, step, box}) {
  const shape = upright
    ? {x: centre - step / 2, y: box.y, width: step, height: box.height}
    : {x: box.x, y: centre - step / 2, width: box.width, height: step};
  return {type: "rect", style: {fill: "transparent"}, shape};
}

function bar_shapes({at, bars, paint, upright}, low, high, k) {
  const [[x1, y1], [x2, y2]] = [at(low), at(high)];
  const bar = {
    type: "line",
    shape: {x1, y1, x2, y2},
    style: {stroke: paint, lineWidth: 2 + 5 * k, opacity: bars > 1 && k === 0 ? 0.75 : 1, lineCap: "butt"},
  };
  const ends = [
    [x1, y1],
    [x2, y2],
  ];
  return bars === 1 ? [bar, ...caps(ends, paint, upright)] : [bar];
}

/// Returns the dot of a row: filled and small beside an error bar, which it would hide otherwise.
function dot({at, row, bars, paint, look}) {
  const [cx, cy] = at(row.middle);
  if (bars === 1) return {type: "circle", shape: {cx, cy, r: 3}, style: {fill: paint}};
  return {type: "circle", shape: {cx, cy, r: 5}, style: {fill: look.surface, stroke: paint, lineWidth: 2.5}};
}

function text_beside({row, box, centre, place, look}) {
  return {
    type: "text",
    silent: true,
    x: box.x + box.width + 12,
    y: centre + place.shift,
    style: {text: row.text, fill: look.ink, verticalAlign: "middle", fontSize: 12, fontFamily: look.font},
  };
}

function name_above({i, box, centre, place, look}) {
  return {
    type: "text",
    silent: true,
    x: box.x,
    y: centre + place.shift - look.bar_room / 2 + 1,
    style: {
      text: place.above[i],
      fill: look.ink,
      verticalAlign: "bottom",
      fontSize: 12,
      lineHeight: look.line_height,
      fontFamily: look.font,
    },
  };
}

function whisker_tip(row, look) {
  return make_tip(
    row.label,
    row.tip.map(([label, value], k) => [k === 0 ? row.colour(look) : null, label, value]),
  );
}

/// Returns the short strokes at both ends of an error bar.
function caps(ends, stroke, upright) {
  return ends.map(([x, y]) => ({
    type: "line",
    style: {stroke, lineWidth: 2},
    shape: upright ? {x1: x - 6, x2: x + 6, y1: y, y2: y} : {x1: x, x2: x, y1: y - 6, y2: y + 6},
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
