// Pictures along their sentences: chosen, brought along, moved by their borders, with the point that stays in view.
import { clock, element, icon } from "./element.js";
import { toast } from "./toast.js";

const SHORTEST = 0.8;
const SNAP_PIXELS = 14;
const WORDS = { words: "words", rank: "rank at the stock", shape: "fills the frame", size: "sharpness", length: "length" };

export function startStrip(place, video) {
  const strip = new Strip(place, video);
  place.hidden = false;
  strip.draw();
}

class Strip {
  constructor(place, video) {
    Object.assign(this, { place, video, address: `/api/videos/${video}/pictures`, at: 0, done: [] });
    this.data = JSON.parse(place.dataset.pictures);
    this.isBusy = "isBusy" in place.dataset;
    this.scroll = element("div", { className: "strip-scroll", tabIndex: -1 });
    this.panel = element("div", {});
    place.append(this.scroll, this.panel);
    addEventListener("resize", () => this.drawStrip());
  }

  get shots() {
    return this.data.shots;
  }

  draw() {
    this.drawStrip();
    this.drawPanel();
  }

  drawStrip() {
    const room = this.scroll.clientWidth - 26;
    this.scale = Math.max(room / this.data.duration, 26);
    const width = this.data.duration * this.scale;
    const inside = element("div", { className: "strip-in" }, this.ruler(width),
      element("div", { className: "strip-shots", role: "group", "aria-label": "Pictures" }, this.shots.map((shot, number) => this.shot(shot, number))),
      this.shots.slice(1).map((shot, number) => this.border(shot, number + 1)),
      element("div", { className: "strip-said", "aria-hidden": "true" }, this.data.sentences.map((said) => this.sentence(said))));
    inside.style.width = `${width}px`;
    this.inside = inside;
    const left = this.scroll.scrollLeft;
    this.scroll.replaceChildren(inside);
    this.scroll.scrollLeft = left;
  }

  ruler(width) {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("class", "strip-ruler");
    drawn.setAttribute("aria-hidden", "true");
    const every = [1, 2, 5, 10, 30, 60].find((each) => each * this.scale > 56) ?? 120;
    for (let second = 0; second * this.scale <= width - 20; second += every) {
      const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      label.setAttribute("x", second * this.scale + (second ? -10 : 0));
      label.setAttribute("y", 11);
      label.textContent = clock(second);
      drawn.append(label);
    }
    return drawn;
  }

  placed(made, start, end, gap = 2) {
    made.style.left = `${start * this.scale}px`;
    made.style.width = `${Math.max(4, (end - start) * this.scale - gap)}px`;
    return made;
  }

  shot(shot, number) {
    const name = nameOf(shot);
    const made = element("button", { type: "button", className: `strip-shot${shot.hasPicture ? "" : " is-designed"}`, "aria-pressed": String(number === this.at), "aria-label": `Picture ${number + 1}, ${clock(shot.start)} to ${clock(shot.end)}: ${name}`, onclick: () => this.choose(number) },
      shot.hasPicture && element("img", { src: this.preview(number, shot.chosen, 240, shot.trim), alt: shot.alt ?? "", loading: "lazy", onerror: ({ target }) => target.remove() }),
      element("span", { className: "name" }, name), shot.isNew && element("span", { className: "new" }, "new"));
    return this.placed(made, shot.start, shot.end);
  }

  border(shot, number) {
    const made = element("button", { type: "button", className: "strip-border", role: "slider", "aria-label": `Beginning of picture ${number + 1}`, "aria-valuemin": this.least(number), "aria-valuemax": this.most(number), "aria-valuenow": shot.start, "aria-valuetext": `${shot.start.toFixed(1)} seconds`, disabled: this.isBusy,
      onpointerdown: (event) => this.drag(event, number), onkeydown: (event) => this.nudge(event, number) });
    made.style.left = `${shot.start * this.scale}px`;
    made.dataset.border = number;
    return made;
  }

  sentence(said) {
    const here = this.shots[this.at];
    const isHere = here && said.start < here.end && said.end > here.start;
    return this.placed(element("span", { className: `strip-sentence${isHere ? " is-here" : ""}`, title: said.text }, said.text), said.start, said.end + 0.3);
  }

  least(number) {
    return +(this.shots[number - 1].start + SHORTEST).toFixed(3);
  }

  most(number) {
    return +(this.shots[number].end - SHORTEST).toFixed(3);
  }

  // a border moves with the pointer and rests at the beginnings of sentences
  drag(event, number) {
    if (event.button) return;
    event.preventDefault();
    const border = event.currentTarget;
    border.focus();
    border.setPointerCapture(event.pointerId);
    border.classList.add("is-held");
    const from = { x: event.clientX, start: this.shots[number].start, scroll: this.scroll.scrollLeft };
    const mark = element("span", { className: "strip-snap", hidden: true });
    this.inside.append(mark);
    let now = from.start;
    const follow = (moved) => {
      const wanted = from.start + (moved.clientX - from.x + this.scroll.scrollLeft - from.scroll) / this.scale;
      const near = moved.altKey ? null : this.snapped(wanted);
      now = this.within(number, near ?? wanted);
      mark.hidden = near === null || now !== near;
      mark.style.left = `${now * this.scale}px`;
      this.moveBorder(number, now);
    };
    const end = (last) => {
      border.removeEventListener("pointermove", follow);
      border.classList.remove("is-held");
      mark.remove();
      if (last.type === "pointerup" && now !== from.start) this.change([{ shot: number + 1, start: now }], { border: number });
      else this.drawStrip();
    };
    border.addEventListener("pointermove", follow);
    border.addEventListener("pointerup", end, { once: true });
    border.addEventListener("pointercancel", end, { once: true });
  }

  within(number, seconds) {
    return +Math.min(this.most(number), Math.max(this.least(number), seconds)).toFixed(3);
  }

  snapped(seconds) {
    const near = this.data.sentences.map((said) => Math.max(0, +(said.start - 0.2).toFixed(3))).filter((each) => Math.abs(each - seconds) * this.scale <= SNAP_PIXELS);
    return near.length ? near.reduce((best, each) => (Math.abs(each - seconds) < Math.abs(best - seconds) ? each : best)) : null;
  }

  moveBorder(number, seconds) {
    const buttons = this.inside.querySelectorAll(".strip-shot");
    this.placed(buttons[number - 1], this.shots[number - 1].start, seconds);
    this.placed(buttons[number], seconds, this.shots[number].end);
    this.inside.querySelector(`[data-border="${number}"]`).style.left = `${seconds * this.scale}px`;
  }

  // arrows move a border by a tenth of a second, with Shift to the next sentence
  nudge(event, number) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const { start } = this.shots[number];
    const marks = this.data.sentences.map((said) => Math.max(0, said.start - 0.2)).filter((each) => (each - start) * by > 0.05);
    const wanted = event.shiftKey ? (marks.length ? marks.reduce((best, each) => (Math.abs(each - start) < Math.abs(best - start) ? each : best)) : start) : start + by * 0.1;
    const now = this.within(number, wanted);
    if (now !== start) this.change([{ shot: number + 1, start: now }], { border: number });
  }

  choose(number) {
    this.at = number;
    this.drawStrip();
    this.drawPanel();
    this.inside.querySelectorAll(".strip-shot")[number].focus({ preventScroll: true });
  }

  preview(number, option, width, at) {
    return `${this.address}/${number + 1}/preview?${new URLSearchParams({ option, width, ...(at && { at }) })}`;
  }

  drawPanel() {
    const number = this.at;
    const shot = this.shots[number];
    const said = this.data.sentences.filter((each) => each.start < shot.end && each.end > shot.start).map(({ text }) => text).join(" ");
    this.panel.replaceChildren(element("section", { className: "panel shot-panel", "aria-label": `Picture ${number + 1}` },
      element("div", { className: "stack" }, this.large(shot, number), this.times(shot, number)),
      element("div", { className: "stack" },
        element("div", { className: "row between" }, element("h2", {}, `Picture ${number + 1} of ${this.shots.length}`), element("button", { type: "button", className: "button small quiet", disabled: !this.done.length, onclick: () => this.undo() }, icon("undo", 16), "Undo")),
        element("p", { className: "shot-said" }, said || shot.text), this.licence(shot), this.options(shot, number), this.bring(shot, number))));
  }

  large(shot, number) {
    if (!shot.hasPicture) return element("div", { className: `shot-large${shot.chosen === "generated" ? "" : " is-designed"}` }, shot.chosen === "generated" ? "It is drawn when the pictures are made." : "A designed background, with headlines and figures");
    const known = shot.candidates.find((each) => each.id === shot.chosen);
    const [width, height] = known ? [known.width, known.height] : shot.size ?? [16, 9];
    const picture = element("img", { width, height, src: this.preview(number, shot.chosen, 640, shot.trim), alt: shot.alt || nameOf(shot), onclick: (event) => this.focusAt(event, number), onerror: () => picture.replaceWith(element("p", {}, "It is fetched when the pictures are made.")) });
    const point = element("button", { type: "button", className: "focus-point", title: "Stays in view", "aria-label": "The point that stays in view; move it with the arrow keys", onkeydown: (event) => this.focusBy(event, number) });
    const [x, y] = shot.focus ?? [0.5, 0.5];
    point.style.left = `${x * 100}%`;
    point.style.top = `${y * 100}%`;
    return element("div", { className: "stack" }, element("div", { className: "shot-large" }, picture, point), element("p", { className: "help" }, "Click what should stay in view."));
  }

  focusAt(event, number) {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const part = (value) => +Math.min(1, Math.max(0, value)).toFixed(3);
    this.change([{ shot: number + 1, focus: [part((event.clientX - left) / width), part((event.clientY - top) / height)] }]);
  }

  focusBy(event, number) {
    const by = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] }[event.key];
    if (!by) return;
    event.preventDefault();
    const focus = (this.shots[number].focus ?? [0.5, 0.5]).map((value, place) => +Math.min(1, Math.max(0, value + by[place])).toFixed(3));
    this.change([{ shot: number + 1, focus }], { focus: ".focus-point" });
  }

  times(shot, number) {
    const field = (name, label, value, more, read) => element("div", { className: "field" }, element("label", { htmlFor: `shot-${name}` }, label), element("input", { id: `shot-${name}`, value, disabled: this.isBusy, onchange: ({ target }) => read(target), ...more }));
    const option = shot.candidates.find((each) => each.id === shot.chosen);
    const isClip = option ? option.kind === "video" : shot.kind === "video";
    return element("div", { className: "stack" }, element("div", { className: "times" },
      number > 0 && field("start", "Begins at (s)", shot.start.toFixed(2), { type: "number", min: this.least(number), max: this.most(number), step: 0.1 }, ({ value }) => this.change([{ shot: number + 1, start: this.within(number, Number(value)) }])),
      number < this.shots.length - 1 && field("length", "Lasts (s)", (shot.end - shot.start).toFixed(2), { type: "number", min: SHORTEST, step: 0.1 }, ({ value }) => this.change([{ shot: number + 2, start: this.within(number + 1, shot.start + Number(value)) }])),
      isClip && field("trim", "Clip from (s)", (shot.trim ?? 0).toFixed(1), { type: "number", min: 0, max: Math.max(0, (option?.seconds ?? 60) - 0.5), step: 0.1 }, ({ value }) => this.change([{ shot: number + 1, trim: Math.max(0, Number(value)) }]))),
      shot.hasPicture && field("alt", "What is to be seen, for who does not see it", shot.alt ?? "", { maxLength: 500, placeholder: option?.words ?? "" }, ({ value }) => this.change([{ shot: number + 1, alt: value }])));
  }

  licence(shot) {
    const credit = shot.candidates.find((each) => each.id === shot.chosen)?.credit ?? shot.credit;
    if (!credit?.line) return null;
    return element("p", { className: "about" }, credit.line, credit.licence && ` (${credit.licence})`);
  }

  options(shot, number) {
    const rows = shot.candidates.map((each) => this.option(shot, number, each.id, each.words || each.id, `${Math.round(each.score * 100)} %`, each));
    rows.push(this.option(shot, number, "designed", "Designed background", "free"));
    if (this.data.canGenerate) rows.push(this.option(shot, number, "generated", "Drawn for this sentence", "paid"));
    return element("div", { className: "options", role: "group", "aria-label": "What could be seen" }, rows);
  }

  option(shot, number, id, words, rate, each = null) {
    const told = each && Object.entries(each.scores ?? {}).map(([name, value]) => `${WORDS[name] ?? name} ${Math.round(value * 100)} %`).join(", ");
    const inside = each
      ? element("img", { src: this.preview(number, id, 240), alt: "", loading: "lazy", onerror: ({ target }) => target.replaceWith(icon("picture", 28)) })
      : icon(id === "generated" ? "wand" : "film", 28);
    return element("button", { type: "button", className: "option", title: told || words, "aria-pressed": String(shot.chosen === id), disabled: this.isBusy, onclick: () => this.change([{ shot: number + 1, chosen: id }]) },
      element("span", { className: "shot" }, inside), element("span", { className: "rate" }, element("span", {}, each?.kind === "video" ? "clip" : each ? "picture" : ""), element("span", {}, rate)),
      element("small", {}, words), each?.credit?.line && element("small", {}, each.credit.line));
  }

  bring(shot, number) {
    const input = element("input", { id: "bring", type: "file", accept: "image/*,video/*", hidden: true, onchange: () => this.upload(input.files[0], number) });
    const prompt = this.data.canGenerate && shot.chosen === "generated" && element("div", { className: "field" }, element("label", { htmlFor: "shot-prompt" }, "What should be drawn"), element("textarea", { id: "shot-prompt", rows: 3, maxLength: 2000, value: shot.prompt ?? "", onchange: ({ target }) => target.value.trim() && this.change([{ shot: number + 1, prompt: target.value.trim() }]) }), element("p", { className: "help" }, "A new description is drawn anew, and paid for; an old one is kept."));
    return element("div", { className: "stack" }, prompt, element("div", { className: "actions" }, element("button", { type: "button", className: "button", disabled: this.isBusy, onclick: () => input.click() }, icon("upload"), "Use a file of mine"), input));
  }

  async upload(file, number) {
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    try {
      const answer = await fetch("/api/assets", { method: "POST", body: form });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error.message);
      await this.change([{ shot: number + 1, asset: told.data.id }]);
    } catch (error) {
      toast(navigator.onLine ? `${file.name} could not be brought in: ${error.message}.` : "You are offline. The file was not sent; try again when you are back.");
    }
  }

  undo() {
    const changes = this.done.pop();
    if (changes) this.change(changes, { isUndo: true });
  }

  async change(changes, { border, focus, isUndo = false } = {}) {
    const before = changes.map(({ shot, ...told }) => {
      const row = this.shots[shot - 1];
      const was = { shot };
      if ("chosen" in told || "asset" in told) was.chosen = row.chosen;
      if ("focus" in told) was.focus = row.focus ?? [0.5, 0.5];
      if ("start" in told) was.start = row.start;
      if ("trim" in told) was.trim = row.trim ?? 0;
      if ("alt" in told) was.alt = row.alt ?? "";
      if ("prompt" in told) was.prompt = row.prompt;
      return was;
    });
    const saved = document.getElementById("saved");
    saved.dataset.state = "saving";
    saved.querySelector("span").textContent = "Saving…";
    try {
      const answer = await fetch(this.address, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ changes }) });
      const told = await answer.json();
      if (!answer.ok) throw new Error([told.error.message, told.error.hint].filter(Boolean).join("; "));
      this.data = told.data;
      if (!isUndo) this.done.push(before);
      saved.dataset.state = "saved";
      saved.querySelector("span").textContent = "Saved";
      document.dispatchEvent(new CustomEvent("pictures:changed"));
    } catch (error) {
      saved.dataset.state = "offline";
      saved.querySelector("span").textContent = navigator.onLine ? `Not saved: ${error.message}.` : "You are offline. This change was not made; make it again when you are back.";
    }
    this.draw();
    if (border) this.inside.querySelector(`[data-border="${border}"]`)?.focus();
    if (focus) this.panel.querySelector(focus)?.focus();
  }
}

function nameOf(shot) {
  if (shot.chosen === "designed") return "Designed";
  if (shot.chosen === "generated") return "Generated";
  return shot.alt || shot.candidates.find((each) => each.id === shot.chosen)?.words || shot.search || "Picture";
}
