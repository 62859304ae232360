// The script as rows: every sentence can be heard, split, merged, moved; all is undone, and saved as one types.
import { clock, element, icon, sentence, tool } from "./element.js";
import { hear } from "./hear.js";
import * as model from "./script_model.js";
import { reviewPanels } from "./script_review.js";

const MOST_STEPS = 200;

export function startEditor(place, save, says) {
  const editor = new ScriptEditor(place, save, says);
  editor.draw();
  place.hidden = false;
}

class ScriptEditor {
  constructor(place, save, says) {
    Object.assign(this, { place, save, says, marks: new Map(), open: null, undone: [], done: [], typed: null });
    this.script = model.withIds(save.carried?.script ? { ...JSON.parse(place.dataset.script), ...save.carried.script } : JSON.parse(place.dataset.script));
    this.total = element("p", { className: "script-total", role: "status", "aria-live": "off" });
    this.undo = tool("undo", "Undo (Ctrl+Z)", () => this.back(this.done, this.undone));
    this.redo = tool("redo", "Redo (Ctrl+Shift+Z)", () => this.back(this.undone, this.done));
    this.body = element("div", {});
    this.title = element("input", { id: "script-title", value: this.script.title, maxLength: 300, oninput: () => this.take({ ...this.script, title: this.title.value }, "title") });
    const main = element("div", {},
      element("div", { className: "script-bar" }, this.total, this.undo, this.redo),
      element("div", { className: "field script-title" }, element("label", { className: "hidden", htmlFor: "script-title" }, "Title of the video"), this.title),
      this.body,
      element("p", { className: "help" }, "Enter divides a sentence, Backspace at its beginning joins it to the one before, Alt with the arrows moves it."));
    place.append(main, element("aside", { className: "script-side", "aria-label": "Review" }, reviewPanels(this, "canImprove" in place.dataset)));
    place.addEventListener("keydown", (event) => this.key(event));
  }

  // a changed script; changes of the same kind that follow each other are undone together
  take(script, kind = null, focus = null) {
    if (script === this.script) return;
    if (!kind || this.typed !== kind) this.done = [...this.done, this.script].slice(-MOST_STEPS);
    this.typed = kind;
    this.undone = [];
    this.script = script;
    this.send();
    if (kind) this.count();
    else this.draw(focus);
  }

  back(from, to) {
    if (!from.length) return;
    to.push(this.script);
    this.script = from.pop();
    this.typed = null;
    this.send();
    this.title.value = this.script.title;
    this.draw();
  }

  replace(plain) {
    this.marks.clear();
    this.take(model.withIds({ ...this.script, ...plain }));
    this.title.value = this.script.title;
  }

  send() {
    const script = model.plain(this.script);
    if (script.sections.length) this.save.change({ script });
  }

  draw(focus = null) {
    this.body.replaceChildren(...this.script.sections.map((section, place) => this.section(section, place)));
    this.count();
    for (const area of this.body.querySelectorAll("textarea")) fit(area);
    if (focus?.id) {
      const area = this.body.querySelector(`[data-line="${focus.id}"] textarea`);
      area?.focus();
      if (focus.at !== undefined) area?.setSelectionRange(focus.at, focus.at);
    }
  }

  count() {
    const rows = model.lines(this.script);
    const words = rows.reduce((sum, row) => sum + model.wordsOf(row), 0);
    const said = rows.filter((row) => row.text.trim()).length;
    this.total.replaceChildren(element("strong", {}, clock(model.scriptSeconds(this.script))), ` to say · ${words} words · ${said} sentence${said === 1 ? "" : "s"}`);
    for (const section of this.script.sections) {
      const told = this.body.querySelector(`[data-section="${section.id}"] .section-head small`);
      if (told) told.textContent = clock(section.sentences.reduce((sum, row) => sum + model.secondsOf(row), 0));
      for (const row of section.sentences) {
        const line = this.body.querySelector(`[data-line="${row.id}"] .ends small`);
        if (line) line.textContent = row.text.trim() ? `${model.secondsOf(row).toFixed(1)} s` : "";
      }
    }
    this.undo.disabled = !this.done.length;
    this.redo.disabled = !this.undone.length;
  }

  section(section, place) {
    const { sections } = this.script;
    const name = section.title || `Section ${place + 1}`;
    return element("section", { className: "section-card", "data-section": section.id, "aria-label": name },
      element("div", { className: "section-head" },
        element("input", { value: section.title, placeholder: `Section ${place + 1}, without a heading`, maxLength: 300, "aria-label": `Heading of section ${place + 1}`, oninput: ({ target }) => this.take(model.setTitle(this.script, section.id, target.value), `heading ${section.id}`) }),
        element("small", {}),
        tool("up", `Move ${name} up`, () => this.take(model.moveSection(this.script, place, -1)), { disabled: !place }),
        tool("down", `Move ${name} down`, () => this.take(model.moveSection(this.script, place, 1)), { disabled: place === sections.length - 1 }),
        tool("bin", `Remove ${name}`, () => this.take(model.removeSection(this.script, place)), { disabled: sections.length === 1 })),
      section.sentences.map((row, line) => this.line(row, line, place)),
      element("div", { className: "section-foot actions" },
        element("button", { type: "button", className: "button small quiet", onclick: () => this.step(model.add(this.script, place, section.sentences.length)) }, icon("plus", 16), "Sentence"),
        element("button", { type: "button", className: "button small quiet", onclick: () => this.step(model.addSection(this.script, place)) }, icon("plus", 16), "Section")));
  }

  line(row, line, section) {
    const number = this.script.sections.slice(0, section).reduce((sum, each) => sum + each.sentences.length, 0) + line + 1;
    const area = element("textarea", { rows: 1, value: row.text, maxLength: 5000, "aria-label": `Sentence ${number}`, oninput: () => { fit(area); this.take(model.setLine(this.script, row.id, { text: area.value }), `text ${row.id}`); } });
    const marks = this.marks.get(row.id) ?? [];
    const isOpen = this.open === row.id;
    const more = tool("pencil", `More for sentence ${number}`, () => { this.open = isOpen ? null : row.id; this.draw({ id: row.id }); }, { "aria-expanded": String(isOpen) });
    const change = (name, read = (value) => value) => ({ target }) => this.take(model.setLine(this.script, row.id, { [name]: read(target.value) }), `${name} ${row.id}`);
    return element("div", { className: `line${isOpen ? " is-open" : ""}${marks.length ? " has-mark" : ""}`, "data-line": row.id },
      element("span", { className: "number", "aria-hidden": "true" }, String(number)), area,
      element("span", { className: "ends" }, element("small", {}), tool("speak", `Hear sentence ${number}`, ({ currentTarget }) => this.hear(currentTarget, row.id)), more),
      !isOpen && row.hint && element("span", { className: "hint-chip" }, icon("picture", 15), row.hint),
      isOpen && element("div", { className: "extra" },
        element("label", {}, icon("picture", 16), "Picture", element("input", { value: row.hint, maxLength: 1000, placeholder: "Words for what is to be seen", oninput: change("hint") })),
        element("label", {}, "Pause after", element("input", { type: "number", min: 0, max: 30, step: 0.1, value: row.pause ?? "", placeholder: "usual", oninput: change("pause", (value) => (value === "" ? null : Math.min(30, Math.max(0, Number(value))))) }), "s"),
        (this.script.speakers?.length || row.speaker) && element("label", {}, "Said by", element("input", { value: row.speaker, maxLength: 40, oninput: change("speaker") }))),
      isOpen && element("div", { className: "tools" },
        tool("split", "Divide at the caret", () => this.step(model.split(this.script, row.id, area.selectionStart || Math.floor(area.value.length / 2)))),
        tool("merge", "Join to the sentence before", () => this.step(model.merge(this.script, row.id)), { disabled: !line }),
        tool("up", "Move up", () => this.moved(row.id, -1)), tool("down", "Move down", () => this.moved(row.id, 1)),
        tool("bin", "Remove the sentence", () => this.step(model.remove(this.script, row.id)))),
      marks.length > 0 && element("div", { className: "marks" }, marks.map(({ start, end, message, suggestion }) => element("p", { className: "mark-note" }, icon("alert", 16),
        element("span", {}, end - start < row.text.length ? [element("q", {}, row.text.slice(start, end)), " "] : null, [sentence(message), sentence(suggestion)].filter(Boolean).join(" "))))));
  }

  step(result) {
    if (!result) return;
    const [script, id, at] = result;
    this.take(script, null, { id, at: at ?? 0 });
  }

  moved(id, by) {
    this.take(model.move(this.script, id, by), null, { id });
  }

  hear(button, id) {
    const { section, line } = model.placeOf(this.script, id);
    const row = this.script.sections[section].sentences[line];
    const voice = (row.speaker && this.script.cast?.[row.speaker]) || this.says.voice;
    hear(button, "/api/tts/sample", { ...this.says, voice, language: this.script.language, text: row.text.trim().slice(0, 600) || null });
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return event.shiftKey ? this.redo.click() : this.undo.click();
    }
    const area = event.target.closest?.(".line > textarea");
    if (!area || event.isComposing) return;
    const id = Number(area.parentElement.dataset.line);
    const { selectionStart: at, selectionEnd: end } = area;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.step(model.split(this.script, id, at));
    } else if (event.key === "Backspace" && at === 0 && end === 0) {
      const merged = model.merge(this.script, id);
      if (merged) event.preventDefault(), this.step(merged);
    } else if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this.moved(id, event.key === "ArrowUp" ? -1 : 1);
    }
  }

  // where the server's counting (empty rows left out) stands here
  idAt(section, sentence) {
    return model.filled(this.script.sections)[section - 1]?.sentences[sentence - 1]?.id;
  }

  show(id) {
    const line = this.body.querySelector(`[data-line="${id}"]`);
    line?.scrollIntoView({ block: "center", behavior: "smooth" });
    line?.querySelector("textarea").focus({ preventScroll: true });
  }
}

function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
