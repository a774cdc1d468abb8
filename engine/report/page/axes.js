// Axes and legends of charts.

const axis_text = (look) => ({color: look.muted, fontSize: 12, fontFamily: look.font});

function value_axis(look, format, {along_rows = false, ...more} = {}) {
  return {
    type: "value",
    scale: true,
    splitNumber: look.narrow ? (along_rows ? 2 : 3) : 5,
    axisLine: {show: false},
    axisTick: {show: false},
    axisLabel: {...axis_text(look), formatter: (x) => tick_text(format, x), hideOverlap: true},
    splitLine: {lineStyle: {color: look.grid}},
    ...more,
  };
}

function category_axis(look, labels, more = {}) {
  return {
    type: "category",
    data: labels,
    axisTick: {show: false},
    axisLine: {lineStyle: {color: look.muted}},
    axisLabel: {...axis_text(look), hideOverlap: true},
    ...more,
  };
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
    option: {
      top: 4,
      left: 4,
      right: 20,
      itemWidth: 22,
      itemHeight: 12,
      itemGap: 10,
      selectedMode: false,
      textStyle: {color: look.ink, fontSize: 12, lineHeight: 14, fontFamily: look.font},
      formatter: (name) => labels.get(name) ?? name,
      data: items.map(({name, icon, style}) => ({name, ...(icon && {icon}), ...(style && {itemStyle: style})})),
    },
  };
}
