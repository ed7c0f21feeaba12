
// What happens on what: pointer, focus, click, keys, address.
if (text) {
  text.addEventListener("mouseover", (event) => light(event.target));
  text.addEventListener("mouseleave", () => light(null));
  text.addEventListener("focusin", (event) => light(event.target));
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const term = target.closest("a[href^='#c']");
  if (term && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return openCard(term.hash.slice(1), term);
  }
  const mark = target.closest("mark");
  const note = mark && partnersOf(mark)[0];
  if (note) return showFinding(notes.indexOf(note));
  const go = target.closest("a.go");
  if (go && go.closest(".note").id) {
    event.preventDefault();
    return showFinding(notes.indexOf(go.closest(".note")));
  }
  const cell = target.closest("[data-column]");
  if (cell && fields.section) {
    const column = all(".axis text", cell.closest("figure"))[cell.dataset.column];
    setFilters({ term: cell.closest("[data-term]").dataset.term });
    return goTo(byId(column.dataset.part));
  }
  const act = target.closest("[data-act]");
  if (act && act.dataset.act === "close") act.closest("dialog").close();
  if (act && act.dataset.act === "hide") hidePanel();
  const answer = target.closest("[data-decide]");
  if (answer) return decide(answer.dataset.decide);
  if (act && act.dataset.act === "clear") setFilters({});
  if (act && act.dataset.act === "only") {
    opener = null;
    card.close();
    setFilters({ term: card.dataset.term });
    goTo(text);
  }
  const dialog = target.matches("dialog") && target;
  if (dialog && outside(dialog, event)) dialog.close();
  const link = target.closest("#contents a");
  if (link && byId("contents").matches(":popover-open")) byId("contents").hidePopover();
});

function outside(box, { clientX, clientY }) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

if (card) {
  card.addEventListener("close", () => { if (opener) opener.focus({ preventScroll: true }); opener = null; });
}

const deciding = ["i", "a", "d", "u"]; // they ask for a finding that shows
const keys = {
  n: () => stepFinding(1), p: () => stepFinding(-1), j: () => stepSentence(1), k: () => stepSentence(-1),
  i: () => decide("ignore"), a: () => decide("admit"), d: () => decide("fixed"), u: () => decide(""),
  "/": () => { showView("text"); if (fields.query) fields.query.focus(); }, "?": () => byId("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target === fields.query) return setFilters({});
  if (event.target.closest("input, select, textarea, dialog") || !byId("keys-on") || !byId("keys-on").checked) return;
  if (event.key === "Escape" && panel && !panel.hidden) return hidePanel();
  if (deciding.includes(event.key) && (!panel || panel.hidden)) return;
  if (keys[event.key] && text) { event.preventDefault(); keys[event.key](); }
});

const form = find(".tools");
if (form) {
  let timer = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => { event.preventDefault(); setFilters({}); });
  form.addEventListener("input", () => {
    byId("shown").setAttribute("aria-busy", "true"); // until the count is that of what was typed
    clearTimeout(timer);
    timer = setTimeout(applyFilters, 120);
  });
  byId("shown").textContent = counted(rows.filter((row) => !row.matches(".section, .label")).length, "row");
}
for (const [id, by] of [["next", 1], ["previous", -1]]) {
  if (byId(id)) byId(id).addEventListener("click", () => stepFinding(by));
}
if (byId("save")) byId("save").addEventListener("click", saveDecisions);
if (byId("help")) byId("help").addEventListener("click", () => byId("keys").showModal());
addEventListener("hashchange", followAddress);
showView(text ? "text" : "pictures");
followAddress();
root.classList.add("listens");
