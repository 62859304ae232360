// The lines of a dub: saved as they are left, each heard in the original and as it is dubbed.
import { renew } from "./regions.js";
import { toast } from "./toast.js";

const list = () => document.getElementById("segments");
let saving = Promise.resolve();

// Changes go one after the other: each is told which version it was made on.
function save(form) {
  saving = saving.then(() => put(form)).catch((error) => toast(error.message));
  return saving;
}

async function put(form) {
  const said = form.querySelector("[data-saved]");
  const change = {};
  for (const field of form.querySelectorAll("textarea, input, select")) {
    if (field.disabled || field.type === "hidden" || field.value === before(field)) continue;
    change[field.name] = ["start", "end"].includes(field.name) ? Number(field.value.replace(",", ".")) : field.value;
  }
  if (!Object.keys(change).length) return;
  if ("translation" in change || "voice" in change) change.language = list().dataset.language;
  change.version = Number(form.elements.version.value);
  said.textContent = "Saving …";
  const answer = await fetch(`/api/dubs/${list().dataset.dub}/segments/${encodeURIComponent(form.dataset.segment)}`, {
    method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify(change),
  });
  const told = await answer.json();
  if (!answer.ok) {
    said.textContent = "Not saved";
    throw new Error([told.error.message, told.error.hint].filter(Boolean).join(": "));
  }
  for (const each of document.querySelectorAll("[data-version]")) each.value = told.data.version;
  for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.defaultValue = field.value;
  for (const option of form.querySelectorAll("option")) option.defaultSelected = option.selected;
  said.textContent = "Saved";
  show(form, told.data.segments.find((each) => each.id === form.dataset.segment));
}

function show(form, segment) {
  const have = segment?.translations[list().dataset.language];
  if (!segment) return;
  const [word, tone] = !have ? ["No translation", "ask"] : have.isOutdated ? ["To be made again", "ask"] : have.isEdited ? ["Yours", "busy"] : ["", ""];
  let badge = form.querySelector(".when .badge:not([data-tone=bad])");
  if (!badge && word) {
    badge = document.createElement("span");
    badge.className = "badge";
    form.querySelector("[data-saved]").before(badge);
  }
  if (badge) { badge.textContent = word; badge.dataset.tone = tone; badge.hidden = !word; }
}

const before = (field) => field.tagName === "SELECT" ? ([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.value : field.defaultValue;

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-segment]");
  if (form) save(form);
});
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-segment]");
  if (!form) return;
  event.preventDefault();
  const what = event.submitter?.value ?? "save";
  await save(form);
  if (what === "save") return;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const player = document.getElementById("original");
  const at = player?.currentTime ?? 0;
  if (what === "split" && at > Number(form.elements.start.value) && at < Number(form.elements.end.value)) body.set("at", at.toFixed(3));
  document.activeElement?.blur();
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refused = page.querySelector("[role=alert]");
  if (refused) return toast(refused.textContent.trim());
  await renew(["segments"]);
  toast(what === "split" ? "The line is two now." : "The lines are one now.");
});

// Hearing: from its start to its end, one thing at a time.
let playing = null;
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-play]");
  if (!button) return;
  const was = playing?.button;
  halt();
  if (was === button) return;
  const player = document.getElementById(button.dataset.play);
  const until = Number(button.dataset.to);
  playing = { button, player };
  button.setAttribute("aria-pressed", "true");
  player.hidden = false;
  const watch = () => { if (player.currentTime >= until) halt(); };
  player.addEventListener("timeupdate", watch);
  playing.watch = watch;
  try {
    if (player.readyState < 1) await new Promise((done, failed) => { player.addEventListener("loadedmetadata", done, { once: true }); player.addEventListener("error", failed, { once: true }); player.load(); });
    player.currentTime = Number(button.dataset.from);
    await player.play();
  } catch (error) {
    if (error.name === "AbortError") return;
    halt();
    toast("This cannot be played any more.");
  }
});

function halt() {
  if (!playing) return;
  playing.player.pause();
  playing.player.removeEventListener("timeupdate", playing.watch);
  playing.button.removeAttribute("aria-pressed");
  playing = null;
}
