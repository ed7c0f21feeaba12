
"use strict";
// What stands on the page, which view of it shows, which partners light up, and the cards.
const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const text = byId("text");
root.classList.add("js");

function showView(name) {
  root.dataset.view = name;
  all(".view").forEach((view) => view.classList.toggle("on", view.id === name));
  for (const link of all(".views a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// Shows the view that holds a node and brings the node into sight.
function goTo(node, block = "start") {
  const view = node.closest(".view");
  if (view) showView(view.id);
  if (node !== view) node.scrollIntoView({ block });
  else scrollTo(0, 0);
}

function followAddress() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* a broken escape names nothing here */ }
  const node = id && byId(id);
  if (node && node.matches(".card")) find("details", node).open = true;
  if (node && node.closest(".view")) goTo(node, node.matches("mark") ? "center" : "start");
}

let lit = [];
function light(node) {
  const fresh = new Set();
  const row = node && node.closest && node.closest(".row");
  if (row) {
    const sentence = node.closest(".s");
    if (sentence) all(`.s[data-b="${sentence.dataset.b}"]`, row).forEach((s) => fresh.add(s));
    else if (node.closest(".zh, .en")) all(":scope > .zh, :scope > .en", row).forEach((cell) => fresh.add(cell));
  }
  const mark = node && node.closest && (node.closest("mark") || node.closest(".note"));
  if (mark) partnersOf(mark).forEach((other) => fresh.add(other));
  lit.forEach((other) => other.classList.remove("lit", "same"));
  lit = [...fresh];
  lit.forEach((other) => other.classList.add("lit"));
  const term = row && node.closest("a.t");
  for (const other of term ? all("a.t", row) : []) {
    if (other.hash === term.hash) { other.classList.add("same"); lit.push(other); }
  }
}

// The notes of a mark, the marks of a note: f12 are the words of a finding, s12 those of its source.
function partnersOf(node) {
  const number = (id) => (id || "").slice(1);
  if (node.matches(".note")) {
    const own = number(node.dataset.mark);
    return own ? [byId(`f${own}`), byId(`s${own}`)].filter(Boolean) : [];
  }
  const row = node.closest(".row");
  return row ? all(".note[data-mark]", row).filter((note) => number(note.dataset.mark) === number(node.id)) : [];
}

const card = byId("card");
let opener = null;
function openCard(id, from) {
  const article = byId(id);
  if (!card || !article) return;
  const copy = article.cloneNode(false);
  copy.removeAttribute("id");
  copy.append(find("h3", article).cloneNode(true), find(".whole-card", article).cloneNode(true));
  const notes = from.closest("mark") ? partnersOf(from.closest("mark")) : [];
  for (const note of notes) {
    const told = note.cloneNode(true);
    told.removeAttribute("id");
    copy.prepend(told);
  }
  find(".slot", card).replaceChildren(copy);
  find("[data-act=only]", card).hidden = !byId("term");
  card.dataset.term = id;
  opener = from;
  if (!card.open) card.showModal();
  card.scrollTop = 0;
  place(card, from.getBoundingClientRect());
}

// Beside what it speaks of, where the window is wide; a sheet from below on a phone.
function place(box, at) {
  box.style.margin = box.style.left = box.style.top = "";
  if (innerWidth <= 832) return;
  const size = box.getBoundingClientRect();
  const below = at.bottom + 10 + size.height < innerHeight;
  const top = below ? at.bottom + 10 : Math.max(8, at.top - size.height - 10);
  box.style.margin = "0";
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 16))}px`;
  box.style.top = `${Math.min(top, Math.max(8, innerHeight - size.height - 8))}px`;
}
