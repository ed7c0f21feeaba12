// The page Concordance: keys, and what is still to come.
"use strict";
const results = byId("results");

// Put the answer to a question into its place; where more is to come, ask again.
async function fill(address) {
  const html = await ask(address);
  if (html !== null) {
    results.innerHTML = html;
    goOn();
  }
}

// Ask for what the answer says is still to come: texts that are being read, renderings.
function goOn() {
  const reading = results.querySelector(".reading[data-again]");
  const waiting = results.querySelector("a[data-again]");
  if (reading) setTimeout(() => fill(reading.dataset.again), 1500);
  else if (waiting) fill(waiting.dataset.again);
}

// Go to the next or the previous place.
function step(by) {
  const places = [...results.querySelectorAll(".concordance li")];
  choose(rowBeside(places, document.activeElement.closest(".concordance li"), by));
}

function follow(relation) {
  const link = results.querySelector(`.pages a[rel=${relation}]`);
  if (link) link.click();
}

const KEYS = {
  "/": () => {
    byId("term").focus();
    byId("term").select();
  },
  j: () => step(1),
  k: () => step(-1),
  n: () => follow("next"),
  p: () => follow("prev"),
};

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || keysAreOff() || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
goOn();
