
// Search in both scripts: every character counts as what the page's own table says it is searched as.
const table = new Map();
for (const pairs = [...(root.dataset.fold || "")]; pairs.length; ) table.set(...pairs.splice(-2));
const special = table.size
  ? new RegExp(`[${[...table.keys()].map((c) => c.replace(/[\]\\^-]/g, "\\$&")).join("")}]`, "gu")
  : null;

function folded(words) {
  const lower = words.toLowerCase();
  const even = lower.length === words.length ? lower : words;
  return special ? even.replace(special, (sign) => table.get(sign)) : even;
}

const known = new Map();
function textsOf(row) {
  if (!known.has(row)) known.set(row, all(":scope > .zh, :scope > .en", row).map((cell) => folded(cell.textContent)));
  return known.get(row);
}

const MOST = 2000; // places that are coloured; all are counted
function highlightHits(query) {
  if (globalThis.CSS && CSS.highlights) CSS.highlights.delete("found");
  if (!query) return 0;
  const ranges = [];
  let count = 0;
  for (const row of rows) {
    if (row.hidden) continue;
    for (const cell of all(":scope > .zh, :scope > .en", row)) {
      const whole = folded(cell.textContent);
      for (let at = whole.indexOf(query); at >= 0; at = whole.indexOf(query, at + query.length)) {
        count += 1;
        if (ranges.length < MOST) ranges.push(rangeOf(cell, at, at + query.length));
      }
    }
  }
  if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(...ranges));
  return count;
}

function rangeOf(cell, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let at = 0; walker.nextNode(); ) {
    const { length } = walker.currentNode;
    if (start >= at && start < at + length) range.setStart(walker.currentNode, start - at);
    if (end > at && end <= at + length) { range.setEnd(walker.currentNode, end - at); break; }
    at += length;
  }
  return range;
}
