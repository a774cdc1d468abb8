// Fans: bands, the middle line, and what was published before. Each function returns a function
// (look) => {height, option}: what is drawn depends on width and theme.

/// Splits positions where a band has no number, so that gaps stay gaps.
function runs_of(low, high) {
  const runs = [];
  let run = [];
  low.forEach((value, i) => {
    if (given(value) && given(high[i])) run.push(i);
    else if (run.length) (runs.push(run), (run = []));
  });
  if (run.length) runs.push(run);
  return runs;
}

function band_series(name, at, low, high, colour, opacity) {
  return {
    type: "custom",
    name,
    silent: true,
    clip: true,
    z: 1,
    itemStyle: {color: colour, opacity},
    encode: {x: 0, y: [1, 2]},
    data: low.map((value, i) => [at[i], value, high[i]]),
    renderItem: (params, api) => {
      if (params.dataIndex !== 0) return null; // one shape for all years
      return {
        type: "group",
        children: runs_of(low, high).map((run) => ({
          type: "polygon",
          style: {fill: colour, opacity},
          shape: {
            points: [
              ...run.map((i) => api.coord([at[i], high[i]])),
              ...run
                .slice()
                .reverse()
                .map((i) => api.coord([at[i], low[i]])),
            ],
          },
        })),
      };
    },
  };
}

/// A fan: bands, the middle line, and what was published before.
/// {years, statistic, quantiles, history: [{year, value}], published: what it is called, other_prices: it is at other
///  prices than the fan, colour: (look), format, height, legend, zero: a line at zero}
function fan_chart({
  years,
  statistic,
  quantiles,
  history = [],
  published = "",
  other_prices = false,
  colour,
  format,
  height = 340,
  legend = true,
  zero = false,
}) {
  const fan = {years, statistic, quantiles, history, published, format};
  fan.bands = bands_of(quantiles);
  fan.middle = middle_of(statistic, quantiles);
  fan.first = Math.min(years[0], ...history.map(({year}) => year));
  fan.labels = Array.from({length: last_of(years) - fan.first + 1}, (unused, i) => String(fan.first + i));
  fan.past = fan.labels.map((label) => history.find(({year}) => String(year) === label)?.value ?? null);
  return (look) => {
    const paint = colour(look);
    const opacity = look.surface === "#ffffff" ? 0.2 : 0.27;
    const series = fan_bands(fan, paint, opacity);
    series.push(fan_middle(fan, paint, zero, look));
    if (history.length) series.push(fan_past(fan, other_prices, look));
    const key = legend || look.alone ? legend_of(fan_legend(fan, paint, opacity), look) : null;
    return {
      height: look.alone ? Math.max(height, 420) : look.tall(height),
      option: {
        grid: {left: 6, right: 22, top: (key?.height ?? 0) + 14, bottom: 8, containLabel: true},
        legend: key?.option,
        xAxis: category_axis(look, fan.labels, {
          boundaryGap: false,
          axisLine: {onZero: false, lineStyle: {color: look.muted}},
        }),
        yAxis: value_axis(look, format),
        series,
        tooltip: {
          trigger: "axis",
          axisPointer: {lineStyle: {color: look.muted}},
          formatter: (params) => fan_tip(fan, params[0].axisValue, paint, look),
        },
      },
    };
  };
}

function fan_bands({years, first, statistic, bands}, paint, opacity) {
  const at = years.map((year) => year - first);
  return bands.map((band, k) =>
    band_series(`band${k}`, at, statistic.quantile[band.low], statistic.quantile[band.high], paint, opacity),
  );
}

function fan_middle({years, first, labels, middle}, paint, zero, look) {
  const line = labels.map(() => null);
  years.forEach((year, i) => {
    line[year - first] = middle.values[i] ?? null;
  });
  const at_zero = {
    silent: true,
    symbol: "none",
    label: {show: false},
    lineStyle: {color: look.muted, type: "solid", width: 1},
    data: [{yAxis: 0}],
  };
  return {
    type: "line",
    name: "middle",
    data: line,
    symbol: "circle",
    symbolSize: 5,
    z: 3,
    lineStyle: {color: paint, width: 2.5},
    itemStyle: {color: paint},
    ...(zero && {markLine: at_zero}),
  };
}

/// Returns what was published before: filled marks, or empty ones where it is at other prices than the fan.
function fan_past({past}, other_prices, look) {
  return {
    type: "line",
    name: "history",
    data: past,
    symbol: other_prices ? "emptyRect" : "rect",
    symbolSize: 6,
    z: 4,
    lineStyle: {color: look.muted, width: 1.5, type: "dashed"},
    itemStyle: {color: look.muted},
  };
}

function fan_legend({history, published, middle, bands}, paint, opacity) {
  const shades = bands.map((band, k) => ({
    name: `band${k}`,
    icon: "rect",
    label: t("band_legend", {share: quantile_percent(band.share)}),
    style: {color: paint, opacity: 1 - (1 - opacity) ** (k + 1)},
  }));
  return [
    ...(history.length ? [{name: "history", label: published}] : []),
    {name: "middle", label: middle.word},
    ...shades.reverse(),
  ];
}

function fan_tip({years, statistic, bands, middle, labels, past, published, format}, label, paint, look) {
  const rows = [];
  const past_value = past[labels.indexOf(label)];
  if (given(past_value)) rows.push([look.muted, published, format(past_value)]);
  const i = years.indexOf(Number(label));
  if (i >= 0 && given(middle.values[i])) {
    rows.push([paint, middle.word, format(middle.values[i])]);
    for (const {low, high, share} of bands.slice().reverse()) {
      const ends = [low, high].map((q) => format(statistic.quantile[q][i]));
      rows.push([null, t("band_legend", {share: quantile_percent(share)}), ends.join(" – ")]);
    }
  }
  return make_tip(label, rows);
}
