
// Which rows show: those that fit the search, the term, the code and the section, all at once.
const rows = text ? all(".row", text) : [];
const fields = Object.fromEntries(["query", "show", "term", "section"].map((id) => [id, byId(id)]));
const value = (name) => (fields[name] ? fields[name].value : "");

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function fits(row, wanted) {
  if (wanted.section && row.closest(".part").id !== wanted.section) return false;
  if (wanted.term && !find(`a.t[href="#${wanted.term}"]`, row)) return false;
  if (wanted.show === "found") { if (!find(".note[data-code]", row)) return false; }
  else if (wanted.show === "open") { if (!find(".note[data-code]:not([data-decision])", row)) return false; }
  else if (wanted.show === "alone" || wanted.show === "doubt") { if (!row.classList.contains(wanted.show)) return false; }
  else if (wanted.show && !find(`.note[data-code="${wanted.show}"]`, row)) return false;
  return !wanted.query || textsOf(row).some((side) => side.includes(wanted.query));
}

function applyFilters() {
  const wanted = { query: folded(value("query").trim()), show: value("show"), term: value("term"), section: value("section") };
  const active = Object.values(wanted).some(Boolean);
  const isText = (row) => !row.matches(".section, .label");
  let shown = 0, total = 0;
  for (const part of all(".part", text)) {
    const own = [...part.children];
    const fitting = new Set(own.filter((row) => isText(row) ? fits(row, wanted) : active && fits(row, wanted)));
    const holdsText = [...fitting].some(isText);
    for (const row of own) {
      const keep = !active || fitting.has(row) || (!isText(row) && fitting.size > 0);
      if (row.hidden === keep) row.hidden = !keep;
      if (isText(row)) { total += 1; shown += keep ? 1 : 0; }
      else if (active && fitting.has(row) && !holdsText) shown += 1;
    }
  }
  const hits = highlightHits(wanted.query);
  const rowsTold = (active ? `${shown} of ` : "") + counted(total, "row");
  byId("shown").textContent = wanted.query ? `${rowsTold}, ${counted(hits, "place")}` : rowsTold;
  byId("shown").removeAttribute("aria-busy");
  byId("nothing").hidden = !active || shown > 0;
  byId("clear").hidden = !active;
}

function setFilters(values) {
  for (const [name, field] of Object.entries(fields)) if (field) field.value = values[name] || "";
  applyFilters();
}
