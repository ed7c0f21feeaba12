// The page Terms: answers while one types, and keys.
"use strict";
const query = byId("query");
const results = byId("results");
const concept = byId("concept");
let asked = 0;

// Ask a little after the last key; an answer that has been overtaken is dropped. Until the last one
// is there its box is busy: nothing of it is read out.
function later(box, question) {
  const number = ++asked;
  box.setAttribute("aria-busy", "true");
  setTimeout(async () => {
    if (number !== asked) return;
    const html = await question();
    if (number !== asked) return;
    if (html !== null) box.innerHTML = html;
    box.removeAttribute("aria-busy");
  }, 120);
}

if (query) {
  query.addEventListener("input", () => {
    const address = `/terms?${new URLSearchParams({ q: query.value })}`;
    later(results, () => ask(address));
  });
}

if (concept) {
  concept.addEventListener("input", () => {
    later(byId("problems"), () => ask("/terms/check", new FormData(concept)));
  });
  // A form that is sent to nobody would be lost: first the server is asked whether it is there.
  let isAnswered = false;
  concept.addEventListener("submit", async (event) => {
    if (isAnswered) return;
    event.preventDefault();
    const { submitter } = event;
    isAnswered = await ask("/terms/check", new FormData(concept)) !== null;
    if (isAnswered) concept.requestSubmit(submitter);
  });
  concept.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) concept.requestSubmit(concept.querySelector("button[value=save]"));
  });
}

// Go to the next or the previous term of the answer.
function step(by) {
  const links = [...document.querySelectorAll(".term-results li > a")];
  rowBeside(links, document.activeElement, by)?.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  "/": () => {
    query?.focus();
    query?.select();
  },
  u: () => byId("take-back")?.requestSubmit(),
};

document.addEventListener("keydown", (event) => {
  if (event.target === query && event.key === "ArrowDown") {
    event.preventDefault();
    step(1);
    return;
  }
  if (event.target === query && event.key === "Escape") {
    event.preventDefault(); // the browser would empty the field, and the answer with it
    query.blur();
    return;
  }
  if (isTyping(event) || keysAreOff() || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
