// A template's form and the picture of what comes of it: a true frame for what is typed, one at a time, the newest always.
const form = document.querySelector("form[data-preview]");
const picture = document.querySelector("[data-preview-picture]");
const words = document.querySelector("[data-preview-words]");
const time = document.querySelector("[data-preview-time]");
const usual = words?.textContent;
let busy = false, again = false, waiting;

async function draw() {
  if (busy) { again = true; return; }
  busy = true;
  picture.closest("figure").setAttribute("aria-busy", "true");
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.set("at", time.querySelector("input").value);
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body });
    const told = answer.ok ? await answer.json() : { problem: "The preview is not available just now." };
    if (told.picture) { picture.src = told.picture; picture.dispatchEvent(new CustomEvent("drawn", { bubbles: true })); }
    words.textContent = told.problem ?? usual;
    words.classList.toggle("fault", Boolean(told.problem));
  } catch {
    words.textContent = "The server cannot be reached. The preview goes on when it can.";
  } finally {
    busy = false;
    picture.closest("figure").removeAttribute("aria-busy");
    if (again) { again = false; draw(); }
  }
}

const soon = (pause) => { clearTimeout(waiting); waiting = setTimeout(draw, pause); };

for (const each of document.querySelectorAll("[data-color-of]")) {
  const field = document.getElementById(each.dataset.colorOf);
  const show = () => { if (/^#[0-9a-f]{6}$/i.test(field.value)) each.value = field.value; };
  show();
  field.addEventListener("input", show);
  each.addEventListener("input", () => { field.value = each.value; soon(200); });
}
if (form && picture) {
  form.addEventListener("input", () => soon(300));
  time.addEventListener("input", () => soon(120));
  addEventListener("load", () => soon(0));
}
