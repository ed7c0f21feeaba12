// Single keys of a page, which a reader may turn off, and the row of a list that they are about.
// What a reader chooses is kept for every page.
"use strict";
const KEPT_KEYS = "nqpterms-review-keys";
const keysAreOff = () => localStorage.getItem(KEPT_KEYS) === "off";

const keysBox = byId("keys-on");
if (keysBox) {
  keysBox.closest("label").hidden = false;
  keysBox.checked = !keysAreOff();
  keysBox.addEventListener("change", () => {
    localStorage.setItem(KEPT_KEYS, keysBox.checked ? "on" : "off");
  });
}

// Whether a key was typed as text, or belongs to the browser. A box that is ticked takes no text.
function isTyping(event) {
  const inField = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  return inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}

// The row that is so many places on from one of them; behind the last one stays the last one.
function rowBeside(rows, row, by) {
  const place = rows.indexOf(row) + by;
  return rows[Math.min(Math.max(place, 0), rows.length - 1)];
}

// Make a row the one that keys are about, and no other.
function mark(row) {
  document.querySelector(".now")?.classList.remove("now");
  row.classList.add("now");
}

// Go to a row, if there is one: it has the focus and is in view.
function choose(row) {
  if (!row) return;
  mark(row);
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
