"use strict";
// What the page says, in both languages: [English, Chinese]. {name} stands for what is filled in.
// Here those of the page as a whole; words_of_*.js have those of its sections.

const words = {
  skip: ["Skip to the report", "跳到报告正文"],
  contents: ["Contents", "目录"],
  settings: ["Settings of the page", "页面设置"],
  language: ["Language", "语言"],
  theme: ["Appearance", "外观"],
  theme_auto: ["as the system", "跟随系统"],
  theme_light: ["light", "浅色"],
  theme_dark: ["dark", "深色"],
  print: ["Print", "打印"],
  scenario: ["Scenario", "情景"],
  scenario_baseline: ["{name} (baseline)", "{name}（基准）"],
  scenario_of_file: ["{name} ({mark})", "{name}（{mark}）"],
  texts_as_written: [
    "Titles, descriptions and reasons are those of the configuration.",
    "配置中没有中文的标题、说明与理由，以及程序的运行说明，均按原文显示。",
  ],
  industry: ["Industry or total", "产业或合计"],
  year: ["Year", "年份"],
  choose: ["What the charts show", "图表显示内容"],
  paths_line: ["{paths} simulated futures from {first} to {last}", "从{first}年到{last}年共模拟{paths}种未来"],
  other_account: ["Other", "其他"],
  made_with: [
    "Made by {program}. Charts are drawn by Apache ECharts {version}, which is in this file.",
    "由 {program} 生成。图表由本文件内附的 Apache ECharts {version} 绘制。",
  ],
  licence: ["Licence of the chart library", "图表库许可证"],

  // Figures.
  table_of: ["Numbers of this chart", "本图数据"],
  table_scrolls: ["Scroll sideways to see all columns →", "左右滑动可查看全部各列 →"],
  table_region: ["Table: {title}", "表：{title}"],
  download_png: ["PNG", "PNG"],
  download_svg: ["SVG", "SVG"],
  download_title: ["Download as {format}: {title}", "下载 {format}：{title}"],
  band_legend: ["{share}% of futures", "{share}% 的未来"],
  bars_hold: [", bars hold {shares} of futures", "，条形含{shares}的未来"],
  and: ["and", "和"],
  median: ["Median", "中位数"],
  mean: ["Mean", "平均值"],
  sd: ["Standard deviation", "标准差"],
  history: ["Published", "已公布"],
  history_prices: ["Published, {prices}", "已公布，{prices}"],
  subtitle_history: ["{unit}; published values: {prices}", "{unit}；已公布数值：{prices}"],
  prices_current: ["at current prices", "当年价格"],
  quantile: ["{percent}% lie below", "{percent}% 低于"],
  source: ["Source", "来源"],
  year_column: ["Year", "年份"],
  name_column: ["Industry or total", "产业或合计"],
  unit: ["Unit", "单位"],
  prices_constant: ["at prices of {year}", "按{year}年不变价"],
  footer: ["{title} · {paths} simulated futures · {program}", "{title} · {paths} 种模拟未来 · {program}"],
  rises: ["rises", "上升"],
  falls: ["falls", "下降"],

  // Groups of series.
  group_leading: ["leading industries", "先导产业"],
  group_pillar: ["pillar clusters", "重点产业集群"],
  group_total: ["totals", "合计"],
  group_track: ["new tracks", "新赛道"],
  group_future: ["future industries", "未来产业"],
  group_measure: ["other measures", "其他指标"],
  group_: ["parts", "组成部分"],
};

let language = "en";

/// Returns a text of the page with its places filled in.
function t(key, places = {}) {
  const text = words[key][language === "zh" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? String(places[name]) : whole));
}

/// Returns the text of a key of the page, or what stands in for one that is not ours.
function t_or(key, otherwise) {
  return Object.hasOwn(words, key) ? t(key) : otherwise;
}

/// Returns the name that people read of anything with a title: in Chinese where there is one.
function name_of(item) {
  return (language === "zh" && item.title_zh) || item.title || item.name;
}

/// Returns a price basis as it is read: "constant 2025" is "at prices of 2025".
function prices_text(prices) {
  const constant = /^constant (\d{4})$/.exec(prices || "");
  if (constant) return t("prices_constant", {year: constant[1]});
  if (prices === "current") return t("prices_current");
  return prices && prices !== "none" ? prices : "";
}

const group_text = (group) => t_or("group_" + group, group.replaceAll("_", " "));
const cause_text = (cause) => t_or("cause_" + cause.name, cause.title || cause.name);
