// Elements of the page: plain nodes, tables, parts that open. Texts of configs reach it through textContent alone.

/// Makes an element. Attributes: `text` is its text, `onclick` and the like are listeners, null and false are left out.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/// Makes a table: {caption, head: [text], rows: [[text or node]], texts: columns after the first that are no numbers,
/// quiet: its caption is not seen, because a heading says the same}.
function make_table({caption, head, rows, texts = [], quiet = false}) {
  const is_number = (column) => column > 0 && !texts.includes(column);
  const cell = (tag, value, column, more = {}) => {
    const node = make(tag, {class: is_number(column) ? "sc-number" : null, ...more});
    node.append(value ?? "");
    return node;
  };
  const table = make(
    "table",
    {class: "sc-table" + (quiet ? " sc-quiet" : "")},
    make("caption", {text: caption}),
    make("thead", {}, make("tr", {}, ...head.map((h, i) => cell("th", h, i, {scope: "col"})))),
    make(
      "tbody",
      {},
      ...rows.map((row) =>
        make(
          "tr",
          {},
          ...row.map((value, i) => (i === 0 ? cell("th", value, i, {scope: "row"}) : cell("td", value, i))),
        ),
      ),
    ),
  );
  const region = make(
    "div",
    {class: "sc-scroll", role: "region", tabindex: "0", "aria-label": t("table_region", {title: caption})},
    table,
  );
  const hint = make("p", {class: "sc-hint sc-screen", text: t("table_scrolls"), "aria-hidden": "true", hidden: true});
  wide_tables.observe(region);
  return make("div", {class: "sc-table-box"}, hint, region);
}

// Says above a table that it can be scrolled as long as it is wider than its place.
const wide_tables = new ResizeObserver((entries) => {
  for (const {target} of entries) target.previousElementSibling.hidden = target.scrollWidth <= target.clientWidth + 1;
});

const open_details = new Set(); // ids of what the reader has opened, kept when a section is built again

/// Makes a part that opens and closes, and stays as the reader left it.
function make_details(id, summary, ...children) {
  const details = make(
    "details",
    {class: "sc-details", "data-details": id, open: open_details.has(id)},
    make("summary", {text: summary}),
    ...children,
  );
  details.addEventListener("toggle", () => {
    if (is_printing()) return;
    if (details.open) open_details.add(id);
    else open_details.delete(id);
  });
  return details;
}

/// Makes the content of a tooltip: a title, and rows [colour or null, label, value].
function make_tip(title, rows) {
  return make(
    "div",
    {class: "sc-tip"},
    make("strong", {text: title}),
    ...rows.map(([colour, label, value]) => {
      const dot = make("span", {class: "sc-tip-dot"});
      if (colour) dot.style.background = colour;
      return make(
        "div",
        {class: "sc-tip-row"},
        dot,
        make("span", {class: "sc-tip-label", text: label}),
        make("span", {class: "sc-tip-value", text: value}),
      );
    }),
  );
}
