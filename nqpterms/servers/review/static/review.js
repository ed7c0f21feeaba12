// What every page shares: asking the server, saying what went wrong.
"use strict";
const byId = (id) => document.getElementById(id);

// When all scripts of a page have run its keys are listened to, and the page says so.
document.addEventListener("DOMContentLoaded", () => document.documentElement.classList.add("listens"));

// Say what went wrong; "" takes it away.
function trouble(text) {
  const line = byId("trouble");
  line.textContent = text;
  line.hidden = !text;
}

// The answer to a question as text, or null where there is none; then the page says why.
async function ask(address, fields) {
  const options = { headers: { "X-Part": "1" } };
  if (fields) {
    options.method = "POST";
    options.body = new URLSearchParams(fields);
  }
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    trouble("The server does not answer, and the last step was not written. Start it again: nqpterms review");
    return null;
  }
  const text = await answer.text();
  if (!answer.ok) {
    trouble(text.trim().slice(0, 500));
    return null;
  }
  trouble("");
  return text;
}
