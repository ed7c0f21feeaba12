
// From finding to finding and from sentence to sentence; findings that a filter hides are passed over.
const notes = all(".note[data-code]", text || document).filter((note) => note.id);
let current = -1;

function showFinding(number) {
  const note = notes[number];
  current = number;
  all("mark.now").forEach((mark) => mark.classList.remove("now"));
  const mark = byId(note.dataset.mark);
  if (mark) mark.classList.add("now");
  note.tabIndex = -1;
  goTo(mark || note, "center");
  note.focus({ preventScroll: true });
  if (byId("where")) byId("where").textContent = `Finding ${number + 1} of ${notes.length}`;
}

function stepFinding(by) {
  for (let left = notes.length, at = current; left > 0; left -= 1) {
    at = at < 0 && by < 0 ? notes.length - 1 : (at + by + notes.length) % notes.length;
    const row = notes[at].closest(".row");
    if (!row || !row.hidden) return showFinding(at);
  }
}

// Asks only the part in sight for places: those out of sight are not laid out yet.
function firstInSight(sentences) {
  const part = all(".part", text).find((other) => other.getBoundingClientRect().bottom > 80);
  const from = part
    ? sentences.findIndex((s) => part.compareDocumentPosition(s) & Node.DOCUMENT_POSITION_FOLLOWING)
    : 0;
  return sentences.findIndex((s, at) => at >= from && s.getBoundingClientRect().top > 80);
}

function stepSentence(by) {
  const sentences = all(".row:not([hidden]) .s", text);
  if (!sentences.length) return;
  showView("text");
  const here = document.activeElement && document.activeElement.closest(".s");
  let at = here ? sentences.indexOf(here) + by : firstInSight(sentences);
  at = Math.max(0, Math.min(sentences.length - 1, at));
  const next = sentences[at];
  next.tabIndex = -1;
  next.scrollIntoView({ block: "nearest" });
  next.focus({ preventScroll: true });
  const box = next.getBoundingClientRect();
  if (box.top < 90 || box.bottom > innerHeight - 40) next.scrollIntoView({ block: "center" });
}
