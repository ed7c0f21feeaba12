"use strict";
// A sentence lights its partner; a term jumps to its entry; a finding jumps to its place.
(() => {
  const text = document.getElementById("text");
  const partners = (node) => {
    const sentence = node.closest && node.closest(".s");
    return sentence
      ? text.querySelectorAll(`.s[data-bead="${sentence.dataset.bead}"]`)
      : [];
  };
  let lit = [];
  const light = (node) => {
    lit.forEach((s) => s.classList.remove("lit"));
    lit = [...partners(node)];
    lit.forEach((s) => s.classList.add("lit"));
  };
  text.addEventListener("mouseover", (event) => light(event.target));
  text.addEventListener("focusin", (event) => light(event.target));

  const show = (node) => {
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1500);
  };
  const open = (target) => {
    const mark = target.closest("mark[data-concept]");
    if (mark) show(document.getElementById(`concept-${mark.dataset.concept}`));
  };
  text.addEventListener("click", (event) => open(event.target));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open(event.target);
  });

  const marksOnLine = (line) =>
    [...text.querySelectorAll("mark.finding")].filter((mark) => {
      const margin = mark.closest("div").querySelector(".line");
      const [first, last] = margin ? margin.textContent.split("–").map(Number) : [NaN];
      return first <= line && line <= (last || first);
    });
  document.querySelector("aside").addEventListener("click", (event) => {
    const button = event.target.closest(".jump");
    if (!button) return;
    const line = Number(button.dataset.line);
    show(marksOnLine(line)[0] || rowOfLine(line));
  });
  const rowOfLine = (line) =>
    [...text.querySelectorAll(".line")].find((node) => {
      const [first, last] = node.textContent.split("–").map(Number);
      return first <= line && line <= (last || first);
    });
})();
