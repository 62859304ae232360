// The captions as a list of which only what is seen is there; typing changes one row and nothing else.
import { clocked, secondsOf } from "./editor-clock.js";
import { at } from "./editor-patch.js";
import { asWritten, pinned, replaced, retimed, scaled, spread, textOf } from "./editor-words.js";
import { toast } from "./toast.js";

const HEIGHT = 96;
const SPARE = 5;

export class Captions {
  #rows = new Map();
  #cues = [];
  #found = "";

  constructor(root, draft, clock, icons) {
    const find = (name) => root.querySelector(`[data-${name}]`);
    Object.assign(this, { root, draft, clock, icons, list: find("captions"), count: find("caption-count"), finder: find("find"), foundText: find("found"), style: find("caption-style") });
    this.space = document.createElement("div");
    this.space.className = "ed-space";
    this.space.setAttribute("role", "presentation");
    this.list.append(this.space);
    this.list.addEventListener("scroll", () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.list);
    this.finder.addEventListener("input", () => this.#search(0));
    this.finder.addEventListener("keydown", (event) => { if (event.key === "Enter") this.#search(event.shiftKey ? -1 : 1); });
    this.style.addEventListener("change", () => this.#setStyle());
    clock.addEventListener("time", () => this.#mark());
  }

  // What the server says of where captions lie; a row that is typed in keeps what is typed.
  take(layout) {
    this.tracks = layout.captions;
    this.#cues = this.tracks.flatMap((track, number) => track.cues.map((cue, place) => ({ ...cue, track: number, place })));
    this.#order();
    this.style.disabled = !this.tracks.length;
    this.style.value = at(this.draft.document, this.tracks[0]?.pointer ?? "/none")?.style ?? "highlight";
    this.#refresh();
  }

  get cues() { return this.#cues; }

  #order() {
    this.#cues.sort((one, other) => this.#start(one) - this.#start(other));
    this.count.textContent = this.#cues.length;
    this.space.style.height = `${this.#cues.length * HEIGHT}px`;
  }

  #track(cue) { return this.tracks[cue.track]; }
  #words(cue) { return this.#track(cue).words.slice(cue.first, cue.last); }
  #start(cue) { return cue.start + this.#track(cue).start; }
  #end(cue) { return cue.end + this.#track(cue).start; }

  #refresh() {
    for (const [place, row] of this.#rows) {
      if (place >= this.#cues.length) this.#drop(place);
      else this.#fill(row, place);
    }
    this.#draw();
    this.#mark();
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.list.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.#cues.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / HEIGHT) + SPARE);
    for (const [place, row] of this.#rows) if ((place < first || place >= last) && !row.contains(document.activeElement)) this.#drop(place);
    for (let place = first; place < last; place++) if (!this.#rows.has(place)) this.#add(place);
  }

  #drop(place) {
    this.#rows.get(place).remove();
    this.#rows.delete(place);
  }

  #add(place) {
    const row = document.createElement("div");
    row.className = "ed-cue";
    row.setAttribute("role", "listitem");
    row.innerHTML = `<div class="ed-cue-times"><button type="button" class="ed-cue-go" data-go></button>
      <input data-edge="start" inputmode="decimal" autocomplete="off"><span aria-hidden="true">–</span><input data-edge="end" inputmode="decimal" autocomplete="off">
      <span class="grow"></span><button type="button" class="plain" data-cut title="Split at the cursor (Ctrl Enter)"><svg class="icon" width="18" height="18" aria-hidden="true"><use href="${this.icons}#cut"/></svg></button>
      <button type="button" class="plain" data-join title="Join with the next (Ctrl M)"><svg class="icon" width="18" height="18" aria-hidden="true"><use href="${this.icons}#join"/></svg></button>
      <button type="button" class="plain" data-bin title="Delete"><svg class="icon" width="18" height="18" aria-hidden="true"><use href="${this.icons}#bin"/></svg></button></div>
      <textarea rows="2" spellcheck="true"></textarea>`;
    row.text = row.querySelector("textarea");
    [row.from, row.to] = row.querySelectorAll("[data-edge]");
    row.go = row.querySelector("[data-go]");
    const here = () => row.place;
    row.text.addEventListener("input", () => this.#typed(here(), row.text.value));
    row.text.addEventListener("blur", () => { if (!row.text.value.trim()) this.remove(here()); });
    row.text.addEventListener("focus", () => { if (!this.#isNow(here())) this.clock.set(this.#start(this.#cues[here()]) + 0.01); });
    row.text.addEventListener("keydown", (event) => this.#key(event, here(), row.text));
    for (const [field, edge] of [[row.from, "start"], [row.to, "end"]]) field.addEventListener("change", () => this.#retime(here(), edge, field));
    row.go.addEventListener("click", () => this.clock.set(this.#start(this.#cues[here()]) + 0.01));
    row.querySelector("[data-cut]").addEventListener("click", () => this.split(here(), row.text));
    row.querySelector("[data-join]").addEventListener("click", () => this.join(here()));
    row.querySelector("[data-bin]").addEventListener("click", () => this.remove(here()));
    this.#fill(row, place);
    this.#rows.set(place, row);
    this.space.append(row);
  }

  #fill(row, place) {
    const cue = this.#cues[place], text = textOf(this.#track(cue).words, cue), number = place + 1;
    row.place = place;
    row.style.transform = `translateY(${place * HEIGHT}px)`;
    row.setAttribute("aria-setsize", this.#cues.length);
    row.setAttribute("aria-posinset", number);
    row.go.textContent = number;
    row.go.setAttribute("aria-label", `Go to caption ${number}`);
    row.text.setAttribute("aria-label", `Caption ${number}`);
    row.from.setAttribute("aria-label", `Caption ${number} begins`);
    row.to.setAttribute("aria-label", `Caption ${number} ends`);
    for (const [name, word] of [["cut", "Split caption"], ["join", "Join with the next: caption"], ["bin", "Delete caption"]]) row.querySelector(`[data-${name}]`).setAttribute("aria-label", `${word} ${number}`);
    const isTyped = document.activeElement === row.text && row.text.value.trim().replace(/\s+/g, " ") === text;
    if (!isTyped && row.text.value !== text) row.text.value = text;
    for (const [field, time] of [[row.from, this.#start(cue)], [row.to, this.#end(cue)]]) if (document.activeElement !== field) field.value = clocked(time);
    row.classList.toggle("is-found", this.#found !== "" && text.toLowerCase().includes(this.#found));
  }

  #isNow(place) {
    const cue = this.#cues[place];
    return this.#start(cue) <= this.clock.time + 0.001 && this.clock.time < this.#end(cue);
  }

  #mark() {
    for (const [place, row] of this.#rows) row.classList.toggle("is-now", this.#isNow(place));
    if (document.activeElement?.closest?.(".ed-cue") || this.list.matches(":hover")) return;
    const now = this.placeAt(this.clock.time);
    if (now < 0) return;
    const top = now * HEIGHT;
    if (top < this.list.scrollTop || top + HEIGHT > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top - this.list.clientHeight / 3;
  }

  placeAt(time) {
    let [low, high] = [0, this.#cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#start(this.#cues[middle]) <= time + 0.001) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  focus(place) {
    if (place < 0 || place >= this.#cues.length) return;
    this.list.scrollTop = Math.max(0, place * HEIGHT - this.list.clientHeight / 3);
    this.#draw();
    this.#rows.get(place)?.text.focus({ preventScroll: true });
  }

  // ---- edits

  #edit(label, cue, last, fresh, group = "") {
    const track = this.#track(cue), words = track.words;
    const patch = [...asWritten(this.draft.document, track), ...replaced(track.pointer, words, cue.first, last, fresh)];
    const after = words[last];
    track.words = [...words.slice(0, cue.first), ...fresh, ...(after && !after.cue ? [{ ...after, cue: "new" }, ...words.slice(last + 1)] : words.slice(last))];
    this.draft.edit(label, patch, group);
    return fresh.length - (last - cue.first);
  }

  #shift(cue, by) {
    if (by) for (const each of this.#cues) if (each.track === cue.track && each !== cue && each.first >= cue.last) { each.first += by; each.last += by; }
    cue.last += by;
  }

  #typed(place, text) {
    const cue = this.#cues[place];
    const fresh = pinned(retimed(this.#words(cue), text));
    if (!fresh.length) return;
    this.#shift(cue, this.#edit("Change a caption", cue, cue.last, fresh, `caption:${cue.track}:${cue.first}`));
  }

  #retime(place, edge, field) {
    const cue = this.#cues[place], track = this.#track(cue), words = this.#words(cue);
    const time = secondsOf(field.value) - track.start;
    const [low, high] = [track.words[cue.first - 1]?.end ?? 0, track.words[cue.last]?.start ?? Infinity];
    const [begin, end] = edge === "start" ? [time, words.at(-1).end] : [words[0].start, time];
    if (Number.isNaN(time) || end - begin < 0.1 || begin < low - 0.0005 || end > high + 0.0005) {
      toast(Number.isNaN(time) ? "Write a time such as 0:04.20." : "That would run into the caption beside it.");
      field.value = clocked(edge === "start" ? this.#start(cue) : this.#end(cue));
      return;
    }
    this.#edit("Move a caption", cue, cue.last, pinned(scaled(words, begin, end)));
    [cue.start, cue.end] = [begin, end];
    this.#refresh();
  }

  split(place, field) {
    const cue = this.#cues[place], words = this.#words(cue);
    if (words.length < 2) return toast("A caption of one word cannot be split.");
    const before = field.value.slice(0, field.selectionStart).trim().split(/\s+/).filter(Boolean).length;
    const cut = before > 0 && before < words.length ? before : Math.ceil(words.length / 2);
    const [one, other] = [words.slice(0, cut), words.slice(cut)];
    this.#edit("Split a caption", cue, cue.last, [...pinned(one), ...pinned(other)]);
    const second = { ...cue, first: cue.first + cut, start: other[0].start };
    [cue.last, cue.end] = [cue.first + cut, other[0].start];
    this.#cues.push(second);
    this.#order();
    this.#refresh();
    this.focus(place + 1);
  }

  join(place) {
    const cue = this.#cues[place];
    const next = this.#cues.find((each) => each.track === cue.track && each.first === cue.last);
    if (!next) return toast("There is no caption after this one.");
    const fresh = pinned(this.#track(cue).words.slice(cue.first, next.last));
    this.#edit("Join captions", cue, next.last, fresh);
    [cue.last, cue.end] = [next.last, next.end];
    this.#cues.splice(this.#cues.indexOf(next), 1);
    this.#order();
    this.#refresh();
    this.focus(place);
  }

  remove(place) {
    const cue = this.#cues[place];
    if (!cue) return;
    if (this.#track(cue).words.length === cue.last - cue.first) return toast("This is the last caption. Delete its clip on the tracks instead.");
    const gone = cue.last - cue.first;
    this.#edit("Delete a caption", cue, cue.last, []);
    for (const each of this.#cues) if (each.track === cue.track && each.first >= cue.last) { each.first -= gone; each.last -= gone; }
    this.#cues.splice(place, 1);
    this.#order();
    this.#refresh();
  }

  add() {
    const track = this.tracks[0];
    if (!track) return this.#addTrack();
    const time = this.clock.time - track.start;
    const next = track.words.findIndex((word) => word.start >= time - 0.001);
    const place = next < 0 ? track.words.length : next;
    if (track.words[place - 1]?.end > time + 0.05) return toast("There is a caption here already. Put the playhead where nobody speaks.");
    const end = Math.min(time + 1.5, track.words[place]?.start ?? this.clock.duration - track.start);
    if (end - time < 0.2) return toast("There is no room for a caption here.");
    const cue = { track: 0, first: place, last: place, start: time, end };
    const fresh = pinned(spread(["New", "caption"], time, end));
    this.#shift(cue, this.#edit("Add a caption", cue, place, fresh));
    this.#cues.push(cue);
    this.#order();
    this.#refresh();
    this.focus(this.#cues.indexOf(cue));
  }

  #addTrack() {
    const { time, duration } = this.clock;
    const words = pinned(spread(["New", "caption"], time, Math.min(time + 1.5, duration)));
    const clip = { type: "captions", words, style: "highlight" };
    this.draft.edit("Add captions", [{ op: "add", path: "/tracks/-", value: { name: "captions", clips: [clip] } }]);
  }

  #setStyle() {
    const patch = this.tracks.map(({ pointer }) => ({ op: "add", path: `${pointer}/style`, value: this.style.value }));
    this.draft.edit("Change the style of captions", patch);
  }

  #key(event, place, field) {
    const isCommand = event.ctrlKey || event.metaKey;
    const isEdge = (down) => (down ? field.selectionStart === field.value.length : field.selectionEnd === 0);
    if (isCommand && event.key === "Enter") this.split(place, field);
    else if (isCommand && event.key.toLowerCase() === "m") this.join(place);
    else if (event.key === "Enter" && !event.shiftKey) this.focus(place + 1);
    else if (event.key === "ArrowDown" && isEdge(true)) this.focus(place + 1);
    else if (event.key === "ArrowUp" && isEdge(false)) this.focus(place - 1);
    else return;
    event.preventDefault();
  }

  #search(step) {
    this.#found = this.finder.value.trim().toLowerCase();
    const hits = this.#found ? this.#cues.flatMap((cue, place) => (textOf(this.#track(cue).words, cue).toLowerCase().includes(this.#found) ? [place] : [])) : [];
    this.foundText.textContent = this.#found ? `${hits.length} found` : "";
    this.hit = step && hits.length ? (((this.hit ?? -1) + step + hits.length) % hits.length) : 0;
    for (const [place, row] of this.#rows) this.#fill(row, place);
    if (!hits.length) return;
    this.list.scrollTop = hits[this.hit] * HEIGHT - this.list.clientHeight / 3;
    this.clock.set(this.#start(this.#cues[hits[this.hit]]) + 0.01);
  }
}
