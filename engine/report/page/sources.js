// Facts and the documents behind them: numbered once for the whole report, cited as footnotes.

/// Returns what tells one fact from another: its place among those of the report, or an id that has no entry.
const fact_key = (scenario, id) => scenario.facts?.[id] ?? id;

/// Numbers the facts that any scenario cites, by first appearance: Map of fact_key -> {key, number from 1, id, fact}.
function footnotes_of(data) {
  const notes = new Map();
  for (const scenario of data.scenarios) {
    const add = (id) => {
      const key = fact_key(scenario, id);
      if (id && !notes.has(key)) notes.set(key, {key, number: notes.size + 1, id, fact: data.facts?.[key]});
    };
    for (const {source} of scenario.assumptions || []) (source || []).forEach(add);
    for (const {history} of scenario.series) (history || []).forEach(({source}) => [source].flat().forEach(add));
  }
  return notes;
}

/// Returns the key of the first assumption that names a source: id -> key.
function first_uses(scenario) {
  const uses = new Map();
  for (const {key, source} of scenario.assumptions || []) {
    for (const id of source || []) if (!uses.has(id)) uses.set(id, key);
  }
  return uses;
}

/// Returns references to sources as small numbers that lead to the list of sources.
function cited(sources, is_first = () => false) {
  const node = make("span", {class: "sc-cited"});
  for (const id of [sources].flat().filter(Boolean)) {
    const note = page.footnotes.get(fact_key(scenario_of(page.state), id));
    const link = {
      href: `#sc-source-${note.number}`,
      text: String(note.number),
      title: [said_text(note), document_text(note)].join(" "),
      id: is_first(id) ? `sc-use-${note.number}` : null,
    };
    node.append(make("sup", {}, make("a", link)), " ");
  }
  return node;
}

/// Returns what a fact says: its id, what it is about, its value and year.
function said_text({id, fact}) {
  if (!fact) return `${id}.`;
  const value = [fact.value, fact.year && `(${fact.year})`].filter(Boolean).join(" ");
  return `${id}. ${[fact.text, value].filter(Boolean).join(": ")}.`;
}

/// Returns the document of a fact: title, publisher, date; or what its row names as the source.
function document_text({fact}) {
  if (!fact) return "";
  const {title, publisher, date} = fact.document ?? {title: fact.source};
  return [title, publisher, date].filter(Boolean).join(language === "zh" ? "，" : ", ");
}

/// Returns a text whose web addresses are links; nothing else of it becomes part of the page's HTML.
function with_links(text) {
  const node = make("span", {class: "sc-document"});
  for (const [i, piece] of text.split(/(https?:\/\/[^\s;,()<>"']+)/).entries()) {
    node.append(i % 2 ? outside_link(piece, piece) : piece);
  }
  return node;
}

const outside_link = (address, text) => make("a", {href: address, text, rel: "noreferrer noopener", target: "_blank"});

/// Returns a link to the address of a document, or null where it has none on the web.
function address_link(fact) {
  const address = fact?.document?.address;
  if (!address) return null;
  return /^https?:\/\//.test(address) ? outside_link(address, address) : make("span", {text: address});
}

function section_sources(state) {
  if (!page.footnotes.size) return null;
  const first_use = first_uses(scenario_of(state));
  const items = [...page.footnotes.values()].map((note) => {
    const used_by = first_use.get(note.id);
    const is_here = used_by && fact_key(scenario_of(state), note.id) === note.key;
    const back = {
      class: "sc-screen",
      href: `#sc-use-${note.number}`,
      "aria-label": t("back_to", {key: used_by}),
      text: "↩",
    };
    return make(
      "li",
      {id: `sc-source-${note.number}`},
      make("span", {text: said_text(note)}),
      " ",
      with_links(document_text(note)),
      " ",
      address_link(note.fact),
      " ",
      is_here ? make("a", back) : null,
    );
  });
  return [section_note(t("sources_intro")), make("ol", {class: "sc-sources"}, ...items)];
}
