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
/// {years, statistic, quantiles, history: [{year, value}], published: what it is called, colour: (look), format, height, legend, zero}
function fan_chart({
  years,
  statistic,
  quantiles,
  history = [],
  published = "",
  colour,
  format,
  height = 340,
  legend = true,
  zero = false,
}) {
  const bands = bands_of(quantiles);
  const middle = middle_of(statistic, quantiles);
  return (look) => {
    const first = Math.min(years[0], ...history.map(({year}) => year));
    const labels = Array.from({length: years[years.length - 1] - first + 1}, (unused, i) => String(first + i));
    const at = years.map((year) => year - first);
    const paint = colour(look);
    const opacity = look.surface === "#ffffff" ? 0.2 : 0.27;
    const series = bands.map((band, k) =>
      band_series(`band${k}`, at, statistic.quantile[band.low], statistic.quantile[band.high], paint, opacity),
    );
    const line = labels.map(() => null);
    at.forEach((x, i) => {
      line[x] = middle.values[i] ?? null;
    });
    series.push({
      type: "line",
      name: "middle",
      data: line,
      symbol: "circle",
      symbolSize: 5,
      z: 3,
      lineStyle: {color: paint, width: 2.5},
      itemStyle: {color: paint},
    });
    const past = labels.map((label) => history.find(({year}) => String(year) === label)?.value ?? null);
    if (history.length) {
      series.push({
        type: "line",
        name: "history",
        data: past,
        symbol: "rect",
        symbolSize: 6,
        z: 4,
        lineStyle: {color: look.muted, width: 1.5, type: "dashed"},
        itemStyle: {color: look.muted},
      });
    }
    if (zero) {
      series[series.length - 1].markLine = {
        silent: true,
        symbol: "none",
        label: {show: false},
        lineStyle: {color: look.muted, type: "solid", width: 1},
        data: [{yAxis: 0}],
      };
    }
    const items = [
      ...(history.length ? [{name: "history", label: published}] : []),
      {name: "middle", label: middle.word},
      ...bands
        .map((band, k) => ({
          name: `band${k}`,
          icon: "rect",
          label: t("band_legend", {share: quantile_percent(band.share)}),
          style: {color: paint, opacity: 1 - (1 - opacity) ** (k + 1)},
        }))
        .reverse(),
    ];
    const key = legend || look.alone ? legend_of(items, look) : null;
    const tip = (params) => {
      const label = params[0].axisValue;
      const rows = [];
      const past_value = past[labels.indexOf(label)];
      if (given(past_value)) rows.push([look.muted, published, format(past_value)]);
      const i = years.indexOf(Number(label));
      if (i >= 0 && given(middle.values[i])) {
        rows.push([paint, middle.word, format(middle.values[i])]);
        bands
          .slice()
          .reverse()
          .forEach((band) =>
            rows.push([
              null,
              t("band_legend", {share: quantile_percent(band.share)}),
              `${format(statistic.quantile[band.low][i])} – ${format(statistic.quantile[band.high][i])}`,
            ]),
          );
      }
      return make_tip(label, rows);
    };
    return {
      height: look.alone ? Math.max(height, 420) : height,
      option: {
        grid: {left: 6, right: 22, top: (key?.height ?? 0) + 14, bottom: 8, containLabel: true},
        legend: key?.option,
        xAxis: category_axis(look, labels, {
          boundaryGap: false,
          axisLine: {onZero: false, lineStyle: {color: look.muted}},
        }),
        yAxis: value_axis(look, format),
        series,
        tooltip: {trigger: "axis", axisPointer: {lineStyle: {color: look.muted}}, formatter: tip},
      },
    };
  };
}
