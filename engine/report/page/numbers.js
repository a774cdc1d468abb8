// Numbers as people read them, and bands from whatever quantiles a result holds.

const formats = new Map();

/// Returns a number format of the page's language; they are slow to make, so each is kept.
function number_format(options) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", options));
  return formats.get(key);
}

const missing = "–";
const given = (x) => typeof x === "number" && Number.isFinite(x);
const with_minus = (text) => text.replace("-", "−");

/// Returns a level with three significant digits, or whole where it has more before the point.
function level_text(x, sign = false) {
  if (!given(x)) return missing;
  const options =
    Math.abs(x) >= 999.5
      ? {maximumFractionDigits: 0}
      : {minimumSignificantDigits: x === 0 ? 1 : 3, maximumSignificantDigits: 3};
  return with_minus(number_format({...options, signDisplay: sign ? "exceptZero" : "auto"}).format(x));
}

/// Returns a difference with as many decimals as the level that it belongs to makes worth reading.
function difference_text(x, level, sign = true) {
  if (!given(x)) return missing;
  const digits = given(level) && level !== 0 ? Math.min(8, Math.max(1, 4 - Math.ceil(Math.log10(Math.abs(level))))) : 2;
  return with_minus(
    number_format({
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: sign ? "exceptZero" : "auto",
    }).format(x),
  );
}

const change_text = (x) => level_text(x, true);

/// Returns a fraction as a percentage, by default with one decimal.
function percent_text(x, {digits = 1, sign = false} = {}) {
  if (!given(x)) return missing;
  return with_minus(
    number_format({
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: sign ? "negative" : "auto",
    }).format(x),
  );
}

const growth_text = (x) => (given(x) && Math.round(x * 1000) > 0 ? "+" : "") + percent_text(x, {sign: true});

/// Returns a fraction as percentage points with a sign.
function points_text(x) {
  if (!given(x)) return missing;
  const options = {minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero"};
  return with_minus(number_format(options).format(100 * x));
}

/// Returns a fraction as percentage points without a sign.
const plain_points = (x) => number_format({minimumFractionDigits: 1, maximumFractionDigits: 1}).format(100 * x);

/// Returns a probability; never 0% or 100% for one that only rounds to it.
function probability_text(p) {
  if (!given(p)) return missing;
  if (p > 0 && p < 0.0005) return "<" + percent_text(0.001);
  if (p < 1 && p >= 0.9995) return ">" + percent_text(0.999);
  return percent_text(p);
}

/// Returns half of the 95% interval of a probability in percentage points, with one significant decimal or two.
function error_text(item) {
  const half = half_width(item);
  if (!given(half)) return missing;
  const digits = 100 * half < 0.095 ? 2 : 1;
  return number_format({minimumFractionDigits: digits, maximumFractionDigits: digits}).format(100 * half);
}

function half_width(item) {
  if (given(item.probability_lower) && given(item.probability_upper)) {
    return (item.probability_upper - item.probability_lower) / 2;
  }
  return given(item.probability_se) ? 1.96 * item.probability_se : null;
}

/// Returns a share as a whole percentage.
const share_text = (x) => percent_text(x, {digits: 0});

// What stands at the ticks of an axis whose values are written by a function: the same without needless digits.
const ticks = new Map([
  [level_text, (x) => with_minus(number_format({maximumSignificantDigits: 6}).format(x))],
  [change_text, (x) => with_minus(number_format({maximumSignificantDigits: 6, signDisplay: "exceptZero"}).format(x))],
  [growth_text, (x) => with_minus(number_format({style: "percent", maximumFractionDigits: 2}).format(x))],
  [
    points_text,
    (x) => with_minus(number_format({maximumFractionDigits: 2, signDisplay: "exceptZero"}).format(100 * x)),
  ],
]);

/// Returns the text of a tick at an axis whose values `format` writes.
function tick_text(format, x) {
  return (ticks.get(format) ?? format)(x);
}

const count_text = (n) => number_format({maximumFractionDigits: 0}).format(n);

/// Returns a probability of a quantile in percent without needless digits: 5, 50, 97.5.
const quantile_percent = (q) => number_format({maximumFractionDigits: 2}).format(100 * q);

/// Pairs quantiles below and above one half, outermost first: [{low, high, share}] with positions in `quantiles`.
function bands_of(quantiles) {
  const order = quantiles.map((q, i) => i).sort((a, b) => quantiles[a] - quantiles[b]);
  const low = order.filter((i) => quantiles[i] < 0.5 - 1e-9);
  const high = order.filter((i) => quantiles[i] > 0.5 + 1e-9).reverse();
  const bands = [];
  for (let k = 0; k < Math.min(low.length, high.length); ++k) {
    bands.push({low: low[k], high: high[k], share: quantiles[high[k]] - quantiles[low[k]]});
  }
  return bands;
}

/// Returns the position of the band nearest to 90%, the one that sentences speak of, or null.
function main_band(bands) {
  if (!bands.length) return null;
  return bands.reduce((best, band) => (Math.abs(band.share - 0.9) < Math.abs(best.share - 0.9) - 1e-9 ? band : best));
}

/// Returns the middle of a statistic by year: its median, or the mean where there is no median.
function middle_of(statistic, quantiles) {
  const median = quantiles.findIndex((q) => Math.abs(q - 0.5) < 1e-9);
  if (median >= 0) return {values: statistic.quantile[median], word: t("median")};
  return {values: statistic.mean || [], word: t("mean")};
}

/// Returns what the middle of a result with such quantiles is called inside a sentence: median or mean.
function middle_word(quantiles) {
  return middle_of({quantile: []}, quantiles).word.toLowerCase();
}

/// Returns the words for a list of bands, ", bars hold 90% and 50% of futures", or nothing where there is none.
function bands_text(bands) {
  if (!bands.length) return "";
  const shares = bands.map((band) => quantile_percent(band.share) + "%");
  return t("bars_hold", {
    shares: shares.join(language === "zh" ? "、" : ", ").replace(/, ([^,]*)$/, ` ${t("and")} $1`),
  });
}
