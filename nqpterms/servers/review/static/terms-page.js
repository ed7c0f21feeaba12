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
  concept.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) concept.requestSubmit(concept.querySelector("button[value=save]"));
  });
}

// Go to the next or the previous term of the answer.
function step(by) {
  const links = [...document.querySelectorAll(".term-results li > a")];
  rowBeside(links, document.activeElement, by)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target === query && event.key === "ArrowDown") {
    event.preventDefault();
    step(1);
    return;
  }
  if (isTyping(event) || keysAreOff() || !query) return;
  const moves = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "/") {
    query.focus();
    query.select();
  } else if (moves[event.key]) step(moves[event.key]);
  else return;
  event.preventDefault();
});
