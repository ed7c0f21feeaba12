// How far a check is: asked three times a second, and the page again when there is something to see.
"use strict";
const line = byId("progress");

async function look() {
  const text = await ask(line.dataset.progress);
  if (text === null) {
    setTimeout(look, 2000);
    return;
  }
  const state = JSON.parse(text);
  if (!state.working) {
    location.reload();
    return;
  }
  byId("step").textContent = state.what;
  byId("seconds").textContent = `${Math.round(state.seconds)} s`;
  if (state.total) {
    byId("bar").max = state.total;
    byId("bar").value = state.done;
  } else byId("bar").removeAttribute("value");
  setTimeout(look, 300);
}

if (line) setTimeout(look, 200);
