
// From finding to finding and from sentence to sentence; what the filters leave out is passed over.
let current = -1;
const panel = byId("now");

// The numbers of the findings that fit the filters: of a row with several codes the one that is asked for.
function fittingNotes() {
  const show = value("show");
  const isCode = all("#show optgroup option").some((option) => option.value === show);
  const active = ["query", "show", "term", "section"].some((name) => value(name));
  const fitting = [];
  notes.forEach((note, at) => {
    const row = note.closest(".row");
    if (row ? row.hidden : active && show !== note.dataset.code && show !== "open") return;
    if (show === "open" && note.dataset.decision) return;
    if (isCode && show !== note.dataset.code) return;
    fitting.push(at);
  });
  return fitting;
}

function showFinding(number) {
  const note = notes[number];
  current = number;
  all("mark.now").forEach((mark) => mark.classList.remove("now"));
  const mark = byId(note.dataset.mark);
  if (mark) mark.classList.add("now");
  note.tabIndex = -1;
  showPanel(note);
  goTo(mark || note, "center");
  note.focus({ preventScroll: true });
  const fitting = fittingNotes();
  const at = fitting.indexOf(number);
  if (byId("where")) byId("where").textContent = at < 0 ? "Finding" : `Finding ${at + 1} of ${fitting.length}`;
}

function stepFinding(by) {
  const fitting = fittingNotes();
  if (!fitting.length) return;
  const later = fitting.filter((at) => at > current), earlier = fitting.filter((at) => at < current);
  if (by > 0) showFinding(later.length ? later[0] : fitting[0]);
  else showFinding(earlier.length ? earlier[earlier.length - 1] : fitting[fitting.length - 1]);
}

// The note again at the foot of the window: in sight whenever its mark is, with what can be done.
function showPanel(note) {
  if (!panel) return;
  const copy = note.cloneNode(true);
  for (const name of ["id", "tabindex", "data-mark"]) copy.removeAttribute(name);
  const link = find("a.go", copy);
  if (link) link.replaceWith(...link.childNodes);
  find(".slot", panel).replaceChildren(copy);
  const record = recordOf(note);
  find("[data-decide=admit]", panel).hidden = !record.concept || !(record.matched || record.stands);
  find("[data-decide='']", panel).hidden = !note.dataset.decision;
  panel.hidden = false;
  root.classList.add("with-panel");
}

function hidePanel() {
  if (panel) panel.hidden = true;
  root.classList.remove("with-panel");
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
