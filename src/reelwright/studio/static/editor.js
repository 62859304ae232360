// The video editor: one document, seen as a picture, as captions, as tracks and as fields; every part edits by patches.
import { Captions } from "./editor-captions.js";
import { fixed, clipsOf, removed, split, trimmedEnd, trimmedStart } from "./editor-clips.js";
import { Clock } from "./editor-clock.js";
import { Dialogs } from "./editor-dialogs.js";
import { asked, Draft } from "./editor-draft.js";
import { Inspector } from "./editor-inspector.js";
import { Preview } from "./editor-preview.js";
import { Tracks } from "./editor-tracks.js";
import { toast } from "./toast.js";

const root = document.querySelector("[data-editor]");
const { icons } = root.dataset;
const draft = new Draft(root.dataset.editor), clock = new Clock();
const preview = new Preview(root, draft, clock, icons), captions = new Captions(root, draft, clock, icons);
const inspector = new Inspector(root, draft), dialogs = new Dialogs(root, draft);
const kept = root.querySelector("[data-kept]");
const tracks = new Tracks(root, draft, clock, {
  chosen: (clip) => { inspector.show(clip, tracks.layout, tracks.clips); if (clip) view("clip"); },
  scrubbed: () => preview.pause(),
  hinted: (text) => { kept.textContent = text; },
  captionAt: (time) => { clock.set(time); view("captions"); captions.focus(captions.placeAt(time)); },
});

function view(name) {
  root.dataset.view = name;
  for (const tab of root.querySelectorAll("[data-view-of]")) tab.setAttribute("aria-selected", tab.dataset.viewOf === name);
  if (name === "tracks" && tracks.isFit) tracks.fit();
}

let laying = 0;
async function lay() {
  const turn = ++laying;
  await draft.settled();
  let layout;
  try { layout = await asked("GET", `${draft.address}/layout`); } catch (fault) { return preview.show(); }
  if (turn !== laying || draft.isWaiting) return; // there is a newer document already
  Object.assign(clock, { duration: layout.duration, fps: layout.fps, width: layout.width, height: layout.height });
  root.querySelector("[data-scrub]").max = layout.duration;
  root.dataset.duration = layout.duration;
  root.dataset.shape = layout.height > layout.width ? "tall" : "wide";
  const clips = clipsOf(layout, draft.document);
  captions.take(layout);
  tracks.take(layout, clips);
  inspector.show(tracks.selected, layout, clips);
  preview.sized();
  clock.set(clock.time, "again");
  root.dataset.laid = draft.revision;
}

let waiting;
draft.addEventListener("change", ({ detail }) => {
  if (detail.moved) toast(`${detail.moved === "undo" ? "Undone" : "Done again"}: ${detail.label}`);
  preview.changed();
  clearTimeout(waiting);
  waiting = setTimeout(lay, detail.patch ? 350 : 0);
});
draft.addEventListener("state", () => {
  for (const way of ["undo", "redo"]) {
    const button = root.querySelector(`[data-do="${way}"]`), word = way === "undo" ? "Undo" : "Redo";
    button.disabled = !draft[way];
    button.title = draft[way] ? `${word}: ${draft[way]}` : word;
  }
  const news = draft.offline ? "No connection; your edits are kept in this tab" : draft.isWaiting ? "Keeping…" : draft.hasUnsaved ? "Edits kept, not rendered yet" : `Version ${draft.version}`;
  kept.textContent = draft.isStale ? `${news}; the video has a newer version` : news;
  root.dataset.state = draft.isWaiting ? "waiting" : "kept";
});
draft.addEventListener("refused", ({ detail }) => toast(detail.message));
draft.addEventListener("conflict", ({ detail }) => dialogs.showConflict(detail.steps));
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || draft.isWaiting || !draft.revision) return;
  const told = await asked("GET", draft.address).catch(() => null);
  if (told && told.revision !== draft.revision && !draft.isWaiting) draft.reopen().then(() => toast("Shown as it was edited elsewhere."));
});

const clipNow = () => {
  const clip = tracks.selected;
  if (!clip) toast("Select a clip on the tracks first.");
  else if (fixed(clip)) toast("This clip is made by a repetition; change it in the document.");
  else return clip;
  return null;
};
function edited(word, patch) {
  const clip = clipNow();
  if (!clip) return;
  const operations = patch(clip);
  if (operations.length) draft.edit(`${word} ${clip.label}`, operations);
  else toast("The playhead is not inside the clip.");
}

const actions = {
  undo: () => draft.move("undo"),
  redo: () => draft.move("redo"),
  versions: () => dialogs.showVersions(),
  downloads: () => dialogs.open("downloads"),
  keys: () => dialogs.open("keys"),
  render: () => dialogs.showRender(),
  "save-only": () => dialogs.save(false),
  "save-and-render": () => dialogs.save(true),
  forget: () => dialogs.forget(),
  "take-theirs": () => dialogs.solve(false),
  "put-on-top": () => dialogs.solve(true),
  play: () => preview.toggle(),
  "to-start": () => { preview.pause(); clock.set(0); },
  "frame-back": () => { preview.pause(); clock.step(-1); },
  "frame-on": () => { preview.pause(); clock.step(1); },
  "add-caption": () => captions.add(),
  split: () => edited("Split", (clip) => (clip.type === "captions" ? [] : split(draft.document, clip, clock.time))),
  delete: () => edited("Delete", (clip) => { tracks.choose(""); return removed(clip); }),
  "zoom-in": () => tracks.zoom(1.5),
  "zoom-out": () => tracks.zoom(1 / 1.5),
  "zoom-fit": () => tracks.fit(),
};
root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]"), tab = event.target.closest("[data-view-of]");
  if (button) Promise.resolve(actions[button.dataset.do]()).catch((fault) => toast(fault.message));
  if (tab) view(tab.dataset.viewOf);
});
root.querySelector(".ed-views").addEventListener("keydown", ({ key, target }) => {
  if (!["ArrowLeft", "ArrowRight"].includes(key)) return;
  const tabs = [...root.querySelectorAll("[data-view-of]")];
  const next = tabs[(tabs.indexOf(target) + (key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
  next.focus();
  next.click();
});

const KEYS = {
  " ": () => preview.toggle(), k: () => preview.pause(), l: () => preview.faster(), j: () => preview.backward(), s: actions.split, "?": actions.keys,
  Delete: actions.delete, Backspace: actions.delete, Home: actions["to-start"], End: () => { preview.pause(); clock.set(clock.duration); },
  "+": actions["zoom-in"], "=": actions["zoom-in"], "-": actions["zoom-out"], Escape: () => tracks.choose(""),
  "[": () => edited("Trim", (clip) => (clock.time < clip.end ? trimmedStart(draft.document, clip, clock.time) : [])),
  "]": () => edited("Trim", (clip) => (clock.time > clip.start ? trimmedEnd(draft.document, clip, clock.time) : [])),
};
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
  const isTyping = event.target.matches("input:not([type=range], [type=checkbox], [type=color]), textarea, select");
  if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    draft.move(event.shiftKey || event.key.toLowerCase() === "y" ? "redo" : "undo");
  }
  if (isTyping || event.ctrlKey || event.metaKey) return;
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (way && event.target.matches("[type=range], [role=tab]")) return;
  if (way && event.altKey) tracks.nudge(way * (event.shiftKey ? 10 : 1));
  else if (way) { preview.pause(); clock.step(way * (event.shiftKey ? clock.fps : 1)); }
  else if (event.altKey || !(event.key in KEYS) || (event.key === " " && event.target.matches("button, a, summary"))) return;
  else KEYS[event.key]();
  event.preventDefault();
});

draft.open().catch((fault) => { root.querySelector("[data-note]").textContent = fault.message; kept.textContent = "This video cannot be opened"; });
