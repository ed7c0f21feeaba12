
// The page of terms: searched, sorted, and printed as an appendix where that is asked for.
const termList = byId("term-list");
const termCards = termList ? all(":scope > .card", termList) : [];
const termTexts = new Map();

function termText(node) {
  if (!termTexts.has(node)) termTexts.set(node, folded(node.textContent));
  return termTexts.get(node);
}

function searchTerms() {
  const query = folded(byId("term-query").value.trim());
  let shown = 0;
  for (const node of termCards) {
    node.hidden = Boolean(query) && !termText(node).includes(query);
    shown += node.hidden ? 0 : 1;
  }
  byId("terms-shown").textContent = query ? `${shown} of ${counted(termCards.length, "concept")}` : "";
}

function sortTerms() {
  const order = byId("term-order").value;
  const nameOf = (node) => { const name = find(order === "zh" ? "h3 [lang=zh]" : "h3 [lang=en]", node); return name ? name.textContent : "\uffff"; };
  const sorted = [...termCards];
  if (order === "places") sorted.sort((one, other) => other.dataset.places - one.dataset.places);
  else if (order) {
    const names = new Map(sorted.map((node) => [node, nameOf(node)]));
    const { compare } = new Intl.Collator(order);
    sorted.sort((one, other) => compare(names.get(one), names.get(other)));
  }
  termList.append(...sorted);
}

function printWithTerms() {
  const closed = all(".card:not([hidden]) details:not([open])", termList);
  closed.forEach((details) => { details.open = true; });
  root.classList.add("with-terms");
  addEventListener("afterprint", () => {
    root.classList.remove("with-terms");
    closed.forEach((details) => { details.open = false; });
  }, { once: true });
  print();
}

if (termList) {
  find(".term-tools").addEventListener("submit", (event) => event.preventDefault());
  byId("term-query").addEventListener("input", searchTerms);
  byId("term-order").addEventListener("input", sortTerms);
  byId("print-terms").addEventListener("click", printWithTerms);
}
