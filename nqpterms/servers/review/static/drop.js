// Files dropped anywhere on the page are those of its form.
"use strict";
const form = byId("drop");
const input = byId("files");

function send() {
  if (!input.files.length) return;
  byId("add").disabled = true;
  byId("add").textContent = "Sending …";
  form.submit();
}

input.addEventListener("change", send);
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  send();
});
