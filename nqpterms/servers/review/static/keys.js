// Single keys of a page, which a reader may turn off; what is kept holds for every page.
"use strict";
const KEPT_KEYS = "nqpterms-review-keys";
const keysAreOff = () => localStorage.getItem(KEPT_KEYS) === "off";

const keysBox = byId("keys-on");
if (keysBox) {
  keysBox.closest("label").hidden = false;
  keysBox.checked = !keysAreOff();
  keysBox.addEventListener("change", () => {
    localStorage.setItem(KEPT_KEYS, keysBox.checked ? "on" : "off");
  });
}
