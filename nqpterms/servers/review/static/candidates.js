// The page Candidates: an answer by one key, the next one by itself, and all of it to take back.
"use strict";
const results = byId("results");

const rows = () => [...results.querySelectorAll(".candidate")];
const current = () => results.querySelector(".candidate.now");

const step = (by) => choose(rowBeside(rows(), current(), by));

// Write an answer; then the next candidate without one comes.
async function answer(row, decision) {
  const fields = new FormData(row.querySelector("form"));
  fields.set("decision", decision);
  const html = await ask("/candidates/answer", fields);
  if (html === null) return;
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const fresh = holder.content.firstElementChild;
  row.replaceWith(fresh);
  const all = rows();
  const later = all.slice(all.indexOf(fresh) + 1).find((one) => !one.matches(".accept, .reject"));
  choose(decision && later ? later : fresh);
}

async function fill(address) {
  const html = await ask(address);
  if (html !== null) {
    results.innerHTML = html;
    begin();
  }
}

function begin() {
  const reading = results.querySelector(".reading[data-again]");
  if (reading) setTimeout(() => fill(reading.dataset.again), 1000);
  else choose(rows()[0]);
}

results.addEventListener("submit", (event) => {
  event.preventDefault();
  const decision = event.submitter?.name === "decision" ? event.submitter.value : "accept";
  answer(event.target.closest(".candidate"), decision);
});
results.addEventListener("click", (event) => {
  const rival = event.target.closest("[data-rendering]");
  if (rival) take(rival);
});
results.addEventListener("focusin", (event) => {
  const row = event.target.closest(".candidate");
  if (row) mark(row);
});

// Another rendering in the place of the one that is proposed.
function take(rival) {
  const row = rival.closest(".candidate");
  row.querySelector("input[name=en]").value = rival.dataset.rendering;
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => current() && answer(current(), "accept"),
  r: () => current() && answer(current(), "reject"),
  u: () => current() && answer(current(), ""),
  e: () => {
    const field = current()?.querySelector("input[name=en]");
    field?.focus();
    field?.select();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.name === "en") choose(current());
  if (isTyping(event) || keysAreOff()) return;
  const rival = current()?.querySelectorAll("[data-rendering]")[Number(event.key) - 1];
  if (rival) take(rival);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});
begin();
