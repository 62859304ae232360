// The fields of the selected clip; with nothing selected, the levels of all sounds and the background.
import { decibels, fixed, KINDS, set, SOUNDING, trimmedEnd, moved } from "./editor-clips.js";
import { clocked, secondsOf } from "./editor-clock.js";
import { at } from "./editor-patch.js";
import { toast } from "./toast.js";

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

export class Inspector {
  constructor(root, draft) {
    Object.assign(this, { draft, place: root.querySelector("[data-inspector]") });
  }

  // The fields anew, unless they are those of the same clip and somebody types in one: then only the others.
  show(clip, layout, clips) {
    Object.assign(this, { clip, layout, clips });
    const name = clip ? `${clip.pointer}:${clip.type}` : "all";
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.field : "";
    this.place.replaceChildren(...(clip ? this.#clip(clip) : this.#all()));
    if (focused && name === this.name) this.place.querySelector(`[data-field="${focused}"]`)?.focus({ preventScroll: true });
    this.name = name;
  }

  #all() {
    const rows = [title("Video"), this.#color("Background", "/canvas/background", this.draft.document.canvas?.background ?? "#000000", "canvas")];
    const sounds = this.clips.filter((clip) => clip.hasSound && !fixed(clip));
    if (sounds.length) rows.push(title("Sound", "h3"), ...sounds.map((clip) => this.#volume(clip, clip.label, clip.pointer)));
    rows.push(note("Select a clip on the tracks to change it. Everything you change is kept at once and can be undone."));
    return rows;
  }

  #clip(clip) {
    const rows = [title(KINDS[clip.type] ?? clip.type), note(clip.label)];
    if (fixed(clip)) return [...rows, note("This clip is made by a repetition or a variable of the template; change it in the document.")];
    const written = clip.written;
    if (clip.type === "text" && written.text !== undefined) rows.push(this.#text(clip));
    rows.push(pair(
      this.#time("Start", "start", clip.start, (time) => moved(this.#tree, clip, time)),
      this.#time("Length", "length", clip.end - clip.start, (time) => trimmedEnd(this.#tree, clip, clip.start + time)),
    ));
    if (clip.type === "text") rows.push(pair(this.#color("Colour", `${clip.pointer}/color`, written.color ?? "#ffffff", "color"), this.#fontSize(clip, "5vmin")));
    if (clip.type === "captions") {
      rows.push(this.#choice("Style", "style", written.style ?? "highlight", [...document.querySelectorAll("[data-caption-style] option")].map((each) => each.value)));
      rows.push(pair(this.#color("Colour", `${clip.pointer}/color`, written.color ?? "#ffffff", "color"), this.#color("Spoken word", `${clip.pointer}/active/color`, written.active?.color ?? "#ffd60a", "active", () => (written.active ? [] : set(this.#tree, clip, "active", {})))));
      rows.push(pair(this.#number("Most words", "max_words", written.max_words ?? "", { min: 1, max: 100, step: 1 }), this.#length("Height", "y", written.y ?? "", "by style")));
    }
    if (clip.type === "shape" && (written.fill === undefined || typeof written.fill === "string")) rows.push(this.#color("Colour", `${clip.pointer}/fill`, written.fill ?? "#ffffff", "fill"));
    if (["video", "image"].includes(clip.type)) rows.push(this.#choice("Fit", "fit", written.fit ?? "cover", ["cover", "contain", "fill", "none"]));
    if (!["audio", "captions"].includes(clip.type)) {
      rows.push(pair(this.#length("Across", "x", written.x ?? "50%"), this.#length("Down", "y", written.y ?? "50%")));
      rows.push(this.#slider("Opacity", "opacity", written.opacity ?? 1, { min: 0, max: 1, step: 0.01 }, (value) => `${Math.round(value * 100)} %`, (value) => value));
    }
    if (clip.hasSound) rows.push(this.#volume(clip, "Volume", "volume"));
    if (SOUNDING.includes(clip.type)) {
      rows.push(pair(
        this.#time("Fade in", "fade_in", written.fade_in ?? 0, (time) => set(this.#tree, clip, "fade_in", time || null)),
        this.#time("Fade out", "fade_out", written.fade_out ?? 0, (time) => set(this.#tree, clip, "fade_out", time || null)),
      ));
      rows.push(this.#time("From, in the file", "trim", clip.from, (time) => (written.trim ? set(this.#tree, clip, "trim/from", time) : set(this.#tree, clip, "trim", { from: time }))));
    }
    return rows;
  }

  get #tree() { return this.draft.document; }

  #edit(what, patch, group = "") { this.draft.edit(what, patch, group); }

  #text(clip) {
    const field = Object.assign(document.createElement("textarea"), { rows: 3, value: clip.written.text });
    field.addEventListener("input", () => this.#edit("Change text", set(this.#tree, clip, "text", field.value), `text:${clip.pointer}`));
    return labelled("Text", field, "text");
  }

  #time(word, name, seconds, patch) {
    const field = Object.assign(document.createElement("input"), { value: clocked(seconds), inputMode: "decimal", autocomplete: "off" });
    field.addEventListener("change", () => {
      const time = secondsOf(field.value);
      if (Number.isNaN(time)) {
        field.value = clocked(seconds);
        return toast("Write a time such as 0:04.20.");
      }
      this.#edit(`${word} of ${this.clip.label}`, patch(time));
    });
    return labelled(word, field, name);
  }

  #number(word, key, value, facts) {
    const field = Object.assign(document.createElement("input"), { type: "number", value, ...facts });
    const clip = this.clip;
    field.addEventListener("change", () => { if (field.reportValidity()) this.#edit(`${word} of ${clip.label}`, set(this.#tree, clip, key, field.value === "" ? null : Number(field.value))); });
    return labelled(word, field, key);
  }

  #length(word, key, value, placeholder = "50%") {
    const field = Object.assign(document.createElement("input"), { value, placeholder, autocomplete: "off", pattern: "-?[0-9.]+(px|%|vw|vh|vmin|vmax)?", title: "such as 50%, 120 or 10vh" });
    const clip = this.clip;
    field.addEventListener("change", () => {
      if (!field.reportValidity()) return;
      const text = field.value.trim();
      this.#edit(`Place of ${clip.label}`, set(this.#tree, clip, key, text === "" ? null : /^-?[0-9.]+$/.test(text) ? Number(text) : text));
    });
    return labelled(word, field, key);
  }

  #fontSize(clip, usual) {
    const size = String(clip.written.font?.size ?? usual), unit = size.replace(/^[0-9.]+/, "") || "px";
    const field = Object.assign(document.createElement("input"), { type: "number", min: 0.1, step: 0.5, value: parseFloat(size) });
    field.addEventListener("input", () => {
      if (!field.value || !field.checkValidity()) return;
      const value = unit === "px" ? Number(field.value) : `${field.value}${unit}`;
      const has = at(this.#tree, `${clip.pointer}/font`);
      this.#edit("Size of text", has ? set(this.#tree, clip, "font/size", value) : set(this.#tree, clip, "font", { size: value }), `size:${clip.pointer}`);
    });
    return labelled(`Size, ${unit}`, field, "size");
  }

  #color(word, path, value, name, before = () => []) {
    const row = document.createElement("div");
    row.className = "ed-color";
    const well = Object.assign(document.createElement("input"), { type: "color", value: HEX.test(value) ? six(value) : "#ffffff" });
    const field = Object.assign(document.createElement("input"), { value, autocomplete: "off", spellcheck: false });
    well.setAttribute("aria-label", `${word}: choose`);
    well.dataset.field = `${name}-well`;
    const put = (color) => this.#edit(`${word}`, [...before(), { op: "add", path, value: color }], `color:${path}`);
    well.addEventListener("input", () => { field.value = well.value; put(well.value); });
    field.addEventListener("change", () => put(field.value.trim()));
    row.append(well, field);
    return labelled(word, row, name, field);
  }

  #choice(word, key, value, values) {
    const field = document.createElement("select");
    field.append(...values.map((each) => new Option(each[0].toUpperCase() + each.slice(1), each, false, each === value)));
    const clip = this.clip;
    field.addEventListener("change", () => this.#edit(`${word} of ${clip.label}`, set(this.#tree, clip, key, field.value)));
    return labelled(word, field, key);
  }

  #slider(word, name, value, facts, said, written, clip = this.clip, key = name) {
    const field = Object.assign(document.createElement("input"), { type: "range", ...facts, value });
    const told = document.createElement("output");
    const tell = () => { told.value = said(Number(field.value)); field.setAttribute("aria-valuetext", told.value); };
    tell();
    field.addEventListener("input", () => { tell(); this.#edit(`${word} of ${clip.label}`, set(this.#tree, clip, key, written(Number(field.value))), `${key}:${clip.pointer}`); });
    const row = labelled(word, field, name);
    row.querySelector("label").append(told);
    return row;
  }

  #volume(clip, word, name) {
    const level = Math.max(-60, Math.min(12, decibels(clip.written.volume)));
    const said = (value) => (value <= -60 ? "silent" : `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(1).replace(/\.0$/, "")} dB`);
    return this.#slider(word, name, level, { min: -60, max: 12, step: 0.5 }, said, (value) => (value <= -60 ? 0 : `${value}dB`), clip, "volume");
  }
}

const six = (color) => (color.length === 4 ? `#${[...color.slice(1)].map((each) => each + each).join("")}` : color);

function title(text, tag = "h2") {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  if (tag === "h2") element.id = "clip-title";
  return element;
}

const note = (text) => Object.assign(document.createElement("p"), { className: "about break", textContent: text });

function pair(...fields) {
  const row = Object.assign(document.createElement("div"), { className: "ed-pair" });
  row.append(...fields);
  return row;
}

let count = 0;
function labelled(word, field, name, control = field) {
  const row = Object.assign(document.createElement("div"), { className: "field" });
  control.id = `ed-${++count}`;
  control.dataset.field = name;
  row.append(Object.assign(document.createElement("label"), { htmlFor: control.id, textContent: word }), field);
  return row;
}
