
// What a reader decides about findings: kept in this browser, saved as a file of decisions.
const notes = all(".note[data-code]", text || document).filter((note) => note.id);
const STORE = "nqpterms-decisions";
const VERDICTS = { ignore: "ignored", admit: "admitted", fixed: "done" };
const decisions = keptDecisions();
const decided = []; // the findings that were decided since the page was opened, the last one last
const recordOf = (note) => JSON.parse(note.dataset.record);

// A browser may forbid a page on a disk to keep anything: then decisions last as long as the page.
function keptDecisions() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE)) || {};
    return new Map(Object.entries(kept).filter(([, one]) => one && VERDICTS[one.decision]));
  } catch { return new Map(); }
}

function keepDecisions() {
  try { localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(decisions))); } catch { /* see above */ }
}

function decide(verb) {
  if (!panel || panel.hidden || !notes[current]) return;
  if (verb === "admit" && find("[data-decide=admit]", panel).hidden) return;
  if (!verb && !notes[current].dataset.decision && decided.length) current = decided.pop();
  const note = notes[current];
  if (verb) {
    decisions.set(note.dataset.id, { decision: verb, when: now() });
    decided.push(current);
  } else decisions.delete(note.dataset.id);
  keepDecisions();
  notes.filter((other) => other.dataset.id === note.dataset.id).forEach(showDecision);
  countDecisions();
  const next = verb ? nextUndecided() : current;
  if (next >= 0) showFinding(next);
  else showPanel(note);
}

const now = () => `${new Date().toISOString().slice(0, 19)}+00:00`;

function nextUndecided() {
  const undecided = fittingNotes().filter((at) => !notes[at].dataset.decision);
  const behind = undecided.find((at) => at > current);
  return behind === undefined ? (undecided.length ? undecided[0] : -1) : behind;
}

// A decided finding stays where it is, says what was decided, and its mark steps back.
function showDecision(note) {
  const kept = decisions.get(note.dataset.id);
  const told = find(".verdict", note);
  if (told) told.remove();
  if (kept) {
    note.dataset.decision = kept.decision;
    const verdict = document.createElement("span");
    verdict.className = "verdict";
    verdict.textContent = ` ${VERDICTS[kept.decision]}`;
    note.append(verdict);
  } else delete note.dataset.decision;
  for (const mark of partnersOf(note)) {
    mark.classList.toggle("decided", partnersOf(mark).every((other) => other.dataset.decision));
  }
}

function countDecisions() {
  const count = notes.filter((note) => note.dataset.decision).length;
  if (byId("decided")) byId("decided").textContent = count ? `${count} decided` : "";
  if (byId("save")) byId("save").hidden = !count;
}

// One line a finding, as `nqpterms decide` and `check --decisions` read them.
function decisionLines() {
  const lines = new Map();
  for (const note of notes) {
    const kept = decisions.get(note.dataset.id);
    if (kept) lines.set(note.dataset.id, JSON.stringify({ fingerprint: note.dataset.id, ...kept, ...recordOf(note) }));
  }
  return [...lines.values()].map((line) => `${line}\n`).join("");
}

function saveDecisions() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([decisionLines()], { type: "application/jsonl" }));
  link.download = "nqpterms-decisions.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

notes.filter((note) => decisions.has(note.dataset.id)).forEach(showDecision);
countDecisions();
