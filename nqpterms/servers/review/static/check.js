// Decisions one after another: an answer is sent, and the next decision put into its place.
"use strict";
const dialog = byId("keys");
const base = location.pathname.slice("/check/".length);
let isAsking = false; // one answer at a time, or a quick hand would answer what it has not seen

async function change(address, fields) {
  if (isAsking) return;
  isAsking = true;
  const text = await ask(address, fields);
  isAsking = false;
  if (text !== null) show(JSON.parse(text));
}

function show(state) {
  byId("decision").outerHTML = state.decision;
  for (const [number, [label, open, entrance]] of Object.entries(state.lines)) {
    const line = byId(`cause${number}`);
    line.classList.toggle("is-done", Boolean(label));
    line.querySelector(".state").textContent = label;
    const link = line.querySelector("a");
    link.href = `/check/${base}?at=${entrance}`;
    const isCurrent = Number(number) === state.cause;
    link.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) {
      link.setAttribute("aria-current", "true");
      line.scrollIntoView({ block: "nearest" });
    }
  }
  byId("count").textContent = state.count;
  byId("said").textContent = state.said;
  const decision = byId("decision");
  history.replaceState(null, "", decision.dataset.at ? `/check/${base}?at=${decision.dataset.at}` : `/check/${base}`);
  document.querySelector("main").classList.remove("shows-list");
  decision.focus({ preventScroll: true });
}

function answer(form, button, forCause) {
  const fields = new FormData(form);
  fields.set("answer", button.value);
  if (forCause) fields.set("scope", "cause");
  change(`/answer/${base}`, fields);
}

// A decision that the list or a link leads to.
function walk(link) {
  const at = new URL(link.href).searchParams.get("at");
  change(`/decision/${base}?at=${at}`);
}

document.addEventListener("submit", (event) => {
  if (!event.target.closest("#decision")) return;
  event.preventDefault();
  const button = event.submitter;
  // Enter in the field of other words means them, not the first button of the form.
  const isOwn = document.activeElement === byId("own");
  answer(event.target, isOwn ? event.target.querySelector("[value='fix own']") : button, false);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='?at=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  walk(link);
});

document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!details.open || !details.dataset.load) return;
  const text = await ask(details.dataset.load);
  delete details.dataset.load;
  if (text !== null) details.querySelector(".slot").innerHTML = text;
}, true);

document.addEventListener("keydown", (event) => {
  if (isTyping(event)) {
    if (event.key === "Escape") byId("decision").focus();
    return;
  }
  if (keysAreOff() || dialog.open) return;
  if (event.key === "?") dialog.showModal();
  else if (event.key === "o" && byId("own")) byId("own").focus();
  else if (event.key === "c" || event.key === "p") unfold(event.key === "c" ? ".concept" : ".elsewhere");
  else if (!press(event.key.toLowerCase(), event.shiftKey)) return;
  event.preventDefault();
});

function unfold(kind) {
  const details = byId("decision").querySelector(kind);
  if (!details) return;
  details.open = !details.open;
  details.querySelector("summary").focus();
}

// Whether a key is one of a button or a link of the decision, and was pressed.
function press(key, forCause) {
  const target = /^[\w]$/.test(key) && byId("decision").querySelector(`[data-key="${key}"]`);
  if (!target || target.disabled) return false;
  if (target.tagName === "A") walk(target);
  else answer(target.form, target, forCause && Boolean(target.form.elements.scope));
  return true;
}

const current = document.querySelector(".lines [aria-current]");
if (current) current.scrollIntoView({ block: "nearest" });
byId("show-keys").hidden = false;
byId("show-keys").addEventListener("click", () => dialog.showModal());
byId("hide-keys").addEventListener("click", () => dialog.close());
