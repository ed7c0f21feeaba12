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
})();
