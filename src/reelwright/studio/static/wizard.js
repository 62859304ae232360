// The steps of making a video: what is changed is saved at once, and the page comes anew when work on it is done.
import { DraftSave } from "./draft_save.js";
import { hear } from "./hear.js";
import { renew } from "./regions.js";
import { toast } from "./toast.js";

const place = document.getElementById("wizard");
const saved = document.getElementById("saved");
const WORDS = {
  saved: "Saved",
  saving: "Saving…",
  offline: "You are offline. Your changes are kept here and saved when you are back.",
  "signed-out": "You are signed out. Your changes are kept here; load the page to sign in.",
};
const save = new DraftSave(place, (state, error) => {
  saved.dataset.state = state in WORDS && state !== "signed-out" ? state : "offline";
  saved.querySelector("span").textContent = WORDS[state] ?? `Not saved: ${error?.message ?? "refused"}. ${error?.hint ?? ""}`;
  if (state === "conflict") offerReload();
});
const says = { language: place.dataset.language, ...voiceOf(place) };

for (const each of document.querySelectorAll("[data-plain]")) {
  each.hidden = true;
  for (const field of each.querySelectorAll("input, select, textarea, button")) field.disabled = true; // the richer editor saves
}
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
for (const form of document.querySelectorAll("form[data-flush]")) form.addEventListener("submit", first);
for (const each of document.querySelectorAll("[data-number]")) each.addEventListener("input", () => (each.labels[0].parentElement.querySelector("output").textContent = `${each.value}${each.labels[0].parentElement.querySelector("output").dataset.unit}`));
if (Object.keys(save.carried ?? {}).some((part) => part !== "script")) save.onSaved(() => location.reload()); // the forms show what they were before
save.onSaved(() => renew(["cost"]).catch(() => {}));
document.addEventListener("pictures:changed", () => renew(["cost"]).catch(() => {}));
wire();
document.addEventListener("regions:renewed", () => {
  wire();
  const busy = document.querySelector("#progress [data-busy]");
  if (wasBusy && !busy) save.flush().then((done) => done && location.reload());
  wasBusy = !!busy;
});
let wasBusy = !!document.querySelector("#progress [data-busy]");
for (const image of document.querySelectorAll("img[data-look]")) image.addEventListener("error", () => (image.alt = "No picture of this just now"));

const editor = document.getElementById("script-editor");
if (editor) import("./script_editor.js").then(({ startEditor }) => startEditor(editor, save, says)).catch(failed);
const strip = document.getElementById("strip");
if (strip) import("./picture_strip.js").then(({ startStrip }) => startStrip(strip, place.dataset.video)).catch(failed);
const own = document.querySelector("[data-media]");
if (own) startMedia(own);

function failed() {
  for (const each of document.querySelectorAll("[data-plain]")) {
    each.hidden = false;
    for (const field of each.querySelectorAll("[disabled]")) field.disabled = false;
  }
}

// what is on its way goes first; without a line nobody leaves the page
async function first(event) {
  const { target, submitter } = event;
  if (target.dataset.flush === "done") return;
  event.preventDefault();
  if (!(await save.flush()) || !navigator.onLine) return toast("Not saved yet: there is no connection. Your changes are kept here.");
  target.dataset.flush = "done";
  setTimeout(() => target.requestSubmit(submitter)); // a form cannot be sent while it tells that it is being sent
}

function autosave(form) {
  const take = ({ target }) => {
    if (!target.name || target.closest("[data-plain]")) return;
    const wishes = {};
    if (target.dataset.cast !== undefined) wishes.cast = castOf(form);
    else wishes[camel(target.name)] = target.value === "" ? null : "number" in target.dataset ? Number(target.value) : target.value;
    if (target.name === "voice") says.voice = target.value || null;
    if (["speed", "pitch"].includes(target.name)) says[target.name] = Number(target.value);
    if (target.name === "lexicon") says.lexicon = target.value;
    save.change({ wishes }, target.type === "textarea" || target.type === "text" ? 700 : 150);
    if (target.name === "palette" || target.name === "aspect") save.flush().then((done) => done && looks());
  };
  document.addEventListener("change", (event) => event.target.form === form && event.target.type !== "file" && take(event));
  form.addEventListener("input", (event) => ["text", "textarea", "range"].includes(event.target.type) && take(event));
}

// caption samples in the colours and the shape that were chosen
function looks() {
  const [aspect, palette] = ["aspect", "palette"].map((name) => document.querySelector(`[name=${name}]:checked`)?.value ?? "");
  const list = document.querySelector(".looks");
  if (!list) return;
  list.dataset.aspect = aspect;
  for (const image of list.querySelectorAll("img")) {
    const wanted = new URL(image.src);
    wanted.searchParams.set("aspect", aspect);
    if (palette) wanted.searchParams.set("palette", palette);
    else wanted.searchParams.delete("palette");
    image.src = wanted;
  }
}

function wire() {
  for (const each of document.querySelectorAll("[data-sample], [data-sample-of], [data-music], [data-favourite], [data-media-clear]")) {
    each.hidden = false;
    if (each.dataset.wired) continue;
    each.dataset.wired = "1";
    each.addEventListener("click", () => press(each));
  }
}

function press(each) {
  const { sample, sampleOf, sampleLanguage, music, favourite } = each.dataset;
  if (favourite !== undefined) return mark(each, favourite);
  if (music !== undefined) return hear(each, `/api/music/samples/${music}`);
  if ("mediaClear" in each.dataset) return save.change({ wishes: { media: null } }, 0), save.flush().then((done) => done && location.reload());
  if (sampleOf === undefined) {
    const language = sampleLanguage || says.language;
    return hear(each, "/api/tts/sample", { voice: sample || null, language, ...(sameLanguage(language) && tried()) });
  }
  const voice = sampleOf === "voice" ? says.voice : document.querySelector(sampleOf).value;
  hear(each, "/api/tts/sample", { ...says, voice: voice || null, text: document.querySelector("[data-try]")?.value.trim() || null });
}

const tried = () => ({ text: document.querySelector("[data-try]")?.value.trim() || null });
const sameLanguage = (language) => language.split(/[-_]/)[0] === says.language.split(/[-_]/)[0];

async function mark(button, voice) {
  const isKept = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", isKept);
  try {
    const now = (await (await fetch("/api/tts/favourites")).json()).data.filter((each) => each !== voice);
    const answer = await fetch("/api/tts/favourites", { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ voices: isKept ? [voice, ...now] : now }) });
    if (!answer.ok) throw new Error();
  } catch {
    button.setAttribute("aria-pressed", !isKept);
    toast("The favourite could not be saved.");
  }
}

function startMedia(input) {
  input.hidden = false;
  input.addEventListener("change", async () => {
    const brought = [];
    saved.dataset.state = "saving";
    for (const file of input.files) {
      const form = new FormData();
      form.append("file", file);
      try {
        const answer = await fetch("/api/assets", { method: "POST", body: form });
        const told = await answer.json();
        if (!answer.ok) throw new Error(told.error?.message);
        brought.push(`asset:${told.data.id}`);
      } catch (error) {
        toast(`${file.name} could not be brought in: ${error.message || "no connection"}.`);
      }
    }
    if (!brought.length) return;
    const now = (await (await fetch(save.address)).json()).data.wishes.media ?? [];
    save.change({ wishes: { media: [...now, ...brought] } }, 0);
    if (await save.flush()) location.reload();
  });
}

function offerReload() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = "Load the newer one";
  button.addEventListener("click", () => { save.drop(); location.reload(); });
  saved.querySelector("span").append(" ", button);
}

function castOf(form) {
  const rows = [...form.querySelectorAll("[data-cast]")].filter((each) => each.value).map((each) => [each.dataset.cast, each.value]);
  return rows.length ? Object.fromEntries(rows) : null;
}

function voiceOf({ dataset }) {
  return {
    voice: dataset.voice || null,
    ...(dataset.speed && { speed: Number(dataset.speed) }),
    ...(dataset.pitch && { pitch: Number(dataset.pitch) }),
    lexicon: document.querySelector("[name=lexicon]")?.value ?? document.getElementById("script-editor")?.dataset.lexicon ?? "",
  };
}

function camel(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
