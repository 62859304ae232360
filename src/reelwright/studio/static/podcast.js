// Who talks is found in the text as it is written; voices that were chosen stay.
import { renew } from "./regions.js";

const form = document.querySelector("form[data-cast]");
let waiting;

function look() {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "look");
  renew(["cast"], form.action, { method: "POST", body }).catch(() => {}); // the line is down: it is looked for when it is sent
}

form.addEventListener("input", ({ target }) => {
  if (!["text", "language", "speakers", "source"].includes(target.name)) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 500);
});
addEventListener("load", () => { if (form.elements.text.value) look(); }); // what a reload brought back
