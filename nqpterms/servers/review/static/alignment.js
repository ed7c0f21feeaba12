// The page Alignment: one row at a time, a step by one key, and the rest follows.
"use strict";
const results = byId("results");
const address = results.dataset.address;
let turn = 0;

const rows = () => [...results.querySelectorAll(".bead")];
const current = () => results.querySelector(".bead.now");

// Go to the next or the previous row, or to the one that something is true of.
function step(by, isWanted = () => true) {
  const all = rows();
  let at = all.indexOf(current()) + by;
  while (all[at] && !isWanted(all[at])) at += by;
  choose(all[at]);
}

// Show an answer, with the row in hand where it was: by its lines, or by one of them.
function show(html) {
  const before = current()?.dataset;
  results.innerHTML = html;
  const lines = (row, side) => row.dataset[side].split("+");
  const same = (side) => (row) => before[side] && lines(row, side).includes(before[side].split("+")[0]);
  choose(current() || (before && (rows().find(same("zh")) || rows().find(same("en")))) || rows()[0]);
  follow();
}

// Ask again while the rest is being aligned.
function follow() {
  const reading = results.querySelector(".reading[data-again]");
  const mine = ++turn;
  if (!reading) return;
  setTimeout(async () => {
    if (mine !== turn) return;
    const html = await ask(reading.dataset.again);
    if (html !== null && mine === turn) show(html);
  }, 800);
}

async function take(name) {
  const row = current();
  if (!row) return;
  const html = await ask(address, { step: name, zh: row.dataset.zh, en: row.dataset.en });
  if (html !== null) show(html);
}

const isDoubtful = (row) => row.matches(".doubtful:not(.known)");
const MOVES = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, isDoubtful),
  p: () => step(-1, isDoubtful),
};

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || keysAreOff()) return;
  const button = document.querySelector(`[data-step][aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (button) take(button.dataset.step);
  else if (MOVES[event.key]) MOVES[event.key]();
  else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) take(button.dataset.step);
  else choose(event.target.closest(".bead"));
});
choose(rows()[0]);
follow();
