// Clips to scale on their tracks: selected, moved and trimmed by pointer and keys, with sound as its outline and footage as pictures.
import { asked } from "./editor-draft.js";
import { clocked } from "./editor-clock.js";
import { fixed, moved, named, trimmedEnd, trimmedStart } from "./editor-clips.js";

const EDGE = 9, NEAR = 8, LANE_PICTURES = 46;
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

export class Tracks {
  #outlines = new Map();
  #scale = 0;

  constructor(root, draft, clock, on) {
    Object.assign(this, { root, draft, clock, on, place: root.querySelector("[data-tracks]"), snap: root.querySelector("[data-snap]"), clips: [], chosen: "" });
    this.place.innerHTML = `<div class="ed-names" aria-hidden="true"></div><div class="ed-scroll" tabindex="-1"><div class="ed-field"><div class="ed-ruler"></div><div class="ed-lanes"></div><div class="ed-snapline" hidden></div><div class="ed-head-line"><i></i></div></div></div>`;
    const find = (name) => this.place.querySelector(`.ed-${name}`);
    Object.assign(this, { names: find("names"), scroll: find("scroll"), field: find("field"), ruler: find("ruler"), lanes: find("lanes"), snapLine: find("snapline"), head: find("head-line") });
    this.ruler.addEventListener("pointerdown", (event) => this.#scrub(event));
    this.lanes.addEventListener("pointerdown", (event) => this.#grab(event));
    this.lanes.addEventListener("keydown", (event) => this.#key(event));
    this.scroll.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); this.zoom(event.deltaY < 0 ? 1.25 : 0.8, event.clientX); } }, { passive: false });
    clock.addEventListener("time", () => this.#follow());
    new ResizeObserver(() => { if (this.isFit) this.fit(); }).observe(this.scroll);
  }

  take(layout, clips) {
    this.layout = layout;
    this.clips = clips;
    this.sentences = sentencesOf(layout);
    if (!this.#scale) this.fit();
    else this.#draw();
  }

  get selected() { return this.clips.find((clip) => clip.pointer === this.chosen) ?? null; }

  choose(pointer) {
    this.chosen = pointer;
    for (const each of this.lanes.querySelectorAll(".ed-clip")) each.setAttribute("aria-pressed", each.dataset.pointer === pointer);
    this.on.chosen(this.selected);
  }

  fit() {
    this.isFit = true;
    this.#scale = Math.max(1, (this.scroll.clientWidth - 24) / Math.max(0.1, this.layout?.duration ?? 1));
    if (this.layout) this.#draw();
  }

  zoom(by, clientX) {
    this.isFit = false;
    const box = this.scroll.getBoundingClientRect();
    const anchor = clientX === undefined ? this.clock.time * this.#scale - this.scroll.scrollLeft : clientX - box.left;
    const time = (this.scroll.scrollLeft + anchor) / this.#scale;
    const least = Math.max(0.5, (this.scroll.clientWidth - 24) / this.layout.duration);
    this.#scale = Math.min(400, Math.max(least, this.#scale * by));
    this.#draw();
    this.scroll.scrollLeft = time * this.#scale - anchor;
  }

  // ---- drawing

  #draw() {
    const { duration, tracks } = this.layout;
    this.field.style.width = `${Math.ceil(duration * this.#scale) + 24}px`;
    this.#drawRuler(duration);
    const order = tracks.map((track, lane) => lane).reverse(); // what lies on top is on top
    const isFocused = this.lanes.contains(document.activeElement) && document.activeElement.dataset.pointer;
    this.names.replaceChildren(...order.map((lane) => make("div", "ed-name", tracks[lane].name ?? kindOf(tracks[lane]))));
    this.lanes.replaceChildren(...order.map((lane) => this.#lane(lane)));
    if (isFocused) this.lanes.querySelector(`[data-pointer="${isFocused}"]`)?.focus({ preventScroll: true });
    this.#follow();
  }

  #drawRuler(duration) {
    const step = STEPS.find((each) => each * this.#scale >= 70) ?? 600;
    const marks = [];
    for (let time = 0; time <= duration; time += step) {
      const mark = make("span", "ed-mark", clocked(time, step < 1 ? 1 : 0));
      mark.style.left = `${time * this.#scale}px`;
      marks.push(mark);
    }
    this.ruler.replaceChildren(...marks);
  }

  #lane(lane) {
    const row = make("div", "ed-lane");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", this.layout.tracks[lane].name ?? `Track ${lane + 1}`);
    row.append(...this.clips.filter((clip) => clip.lane === lane).map((clip) => this.#clip(clip)));
    return row;
  }

  #clip(clip) {
    const box = make("button", "ed-clip");
    box.type = "button";
    Object.assign(box.dataset, { pointer: clip.pointer, type: clip.type });
    box.setAttribute("aria-pressed", clip.pointer === this.chosen);
    box.setAttribute("aria-label", `${named(clip)}, ${clocked(clip.start)} to ${clocked(clip.end)}`);
    box.title = named(clip);
    this.#lay(box, clip.start, clip.end);
    if (fixed(clip)) box.classList.add("is-fixed");
    if (clip.hasPicture && clip.source) this.#pictures(box, clip);
    if (clip.hasSound && clip.source) this.#outline(box, clip);
    if (clip.type === "captions") this.#cues(box, clip);
    box.append(make("span", "ed-clip-name", clip.label));
    return box;
  }

  #lay(box, start, end) {
    box.style.left = `${start * this.#scale}px`;
    box.style.width = `${Math.max(3, (end - start) * this.#scale - 1)}px`;
  }

  #pictures(box, clip) {
    const width = (clip.end - clip.start) * this.#scale;
    if (width < 24) return;
    const count = clip.type === "image" ? 1 : Math.min(24, Math.max(1, Math.round(width / 80)));
    const times = [...Array(count).keys()].map((place) => {
      const time = clip.from + ((place + 0.5) / count) * (clip.end - clip.start) * clip.speed;
      return (clip.mediaSeconds ? time % clip.mediaSeconds : 0).toFixed(2);
    });
    const strip = make("span", "ed-strip");
    const query = new URLSearchParams([["source", clip.source], ["height", LANE_PICTURES], ...times.map((time) => ["at", time])]);
    strip.style.backgroundImage = `url("${this.draft.address.replace(/edit$/, "strip")}?${query.toString().replaceAll('"', "%22")}")`;
    if (count > 1) strip.style.backgroundSize = "100% 100%";
    box.append(strip);
  }

  async #outline(box, clip) {
    const canvas = make("canvas", "ed-wave");
    canvas.setAttribute("aria-hidden", "true");
    box.append(canvas);
    if (!this.#outlines.has(clip.source)) this.#outlines.set(clip.source, asked("GET", `${this.draft.address.replace(/edit$/, "peaks")}?source=${encodeURIComponent(clip.source)}`).catch(() => null));
    const told = await this.#outlines.get(clip.source);
    if (!told || !canvas.isConnected) return;
    const width = Math.min(3000, Math.max(2, Math.round((clip.end - clip.start) * this.#scale))), height = 40;
    Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(canvas).color;
    const each = ((clip.end - clip.start) * clip.speed) / width;
    for (let x = 0; x < width; x++) {
      const from = ((clip.from + x * each) % told.seconds) * told.perSecond, last = Math.max(from + 1, from + each * told.perSecond);
      let peak = 0;
      for (let place = Math.floor(from); place < last && place < told.peaks.length; place++) peak = Math.max(peak, told.peaks[place]);
      const tall = Math.max(1, (peak / 255) * height);
      pen.fillRect(x, (height - tall) / 2, 1, tall);
    }
  }

  #cues(box, clip) {
    const track = this.layout.captions.find((each) => each.pointer === clip.pointer);
    if (!track) return;
    const canvas = make("canvas", "ed-cues");
    canvas.setAttribute("aria-hidden", "true");
    const width = Math.min(8000, Math.max(2, Math.round((clip.end - clip.start) * this.#scale)));
    Object.assign(canvas, { width, height: 46 });
    box.append(canvas);
    requestAnimationFrame(() => {
      const pen = canvas.getContext("2d"), by = width / (clip.end - clip.start);
      const colour = getComputedStyle(canvas).color;
      pen.font = "600 12px system-ui, sans-serif";
      for (const cue of track.cues) {
        const [x, wide] = [cue.start * by, Math.max(1, (cue.end - cue.start) * by - 1.5)];
        pen.globalAlpha = 0.18;
        pen.fillStyle = colour;
        pen.fillRect(x, 4, wide, 38);
        pen.globalAlpha = 1;
        if (wide < 30) continue;
        pen.save();
        pen.beginPath();
        pen.rect(x, 0, wide - 4, 46);
        pen.clip();
        pen.fillText(track.words.slice(cue.first, cue.last).map((word) => word.text).join(" "), x + 5, 28);
        pen.restore();
      }
    });
  }

  #follow() {
    const x = this.clock.time * this.#scale;
    this.head.style.transform = `translateX(${x}px)`;
    const { scrollLeft, clientWidth } = this.scroll;
    if (!this.isDragging && (x < scrollLeft || x > scrollLeft + clientWidth - 20)) this.scroll.scrollLeft = Math.max(0, x - clientWidth * 0.2);
  }

  // ---- pointer and keys

  #time(event) { return (event.clientX - this.field.getBoundingClientRect().left) / this.#scale; }

  #scrub(event) {
    this.on.scrubbed();
    const go = (each) => this.clock.set(this.#time(each));
    go(event);
    this.#drag(event, this.ruler, go, () => {});
  }

  #drag(event, target, go, end) {
    target.setPointerCapture(event.pointerId);
    this.isDragging = true;
    const stop = new AbortController();
    target.addEventListener("pointermove", go, { signal: stop.signal });
    for (const kind of ["pointerup", "pointercancel"]) target.addEventListener(kind, (last) => { stop.abort(); this.isDragging = false; end(last); }, { signal: stop.signal });
  }

  #grab(event) {
    const box = event.target.closest(".ed-clip");
    if (!box) return event.button === 0 && this.#scrub(event);
    if (event.button !== 0) return;
    this.choose(box.dataset.pointer);
    const clip = this.selected;
    const first = this.#time(event), rect = box.getBoundingClientRect();
    const edge = event.clientX - rect.left < EDGE ? "start" : rect.right - event.clientX < EDGE ? "end" : "";
    let wanted = null;
    const go = (each) => {
      const by = this.#time(each) - first;
      if (!wanted && Math.abs(by * this.#scale) < 4) return;
      wanted = this.#wanted(clip, edge, by);
      this.#lay(box, wanted.start, wanted.end);
      this.on.hinted(`${clocked(wanted.start)} – ${clocked(wanted.end)}`);
    };
    const end = () => {
      this.snapLine.hidden = true;
      if (!wanted) { if (clip.type === "captions") this.on.captionAt(first); return; }
      this.#commit(clip, edge, wanted);
    };
    if (fixed(clip)) return;
    this.#drag(event, box, go, end);
  }

  #wanted(clip, edge, by) {
    let [start, end] = [clip.start, clip.end];
    if (edge === "start") start = Math.max(0, Math.min(this.#snapped(clip, [start + by]), end - 0.04));
    else if (edge === "end") end = Math.max(start + 0.04, this.#snapped(clip, [end + by]));
    else {
      const length = end - start;
      start = this.#snapped(clip, [Math.max(0, start + by), Math.max(0, start + by) + length]);
      end = start + length;
    }
    return { start, end };
  }

  // The first of the times, shifted so that one of them lies on what is near: edges of other clips, beginnings of sentences, the
  // playhead; or on a whole frame.
  #snapped(clip, times) {
    const near = NEAR / this.#scale;
    const points = [0, this.layout.duration, this.clock.time, ...this.sentences, ...this.clips.flatMap((each) => (each.pointer === clip.pointer ? [] : [each.start, each.end]))];
    let best = null;
    if (this.snap.checked) for (const time of times) for (const point of points) if (Math.abs(point - time) < Math.abs(best?.by ?? near)) best = { by: point - time, point };
    this.snapLine.hidden = !best;
    if (!best) return Math.round(times[0] * this.clock.fps) / this.clock.fps;
    this.snapLine.style.transform = `translateX(${best.point * this.#scale}px)`;
    return times[0] + best.by;
  }

  #commit(clip, edge, { start, end }) {
    const tree = this.draft.document;
    if (edge === "start") this.draft.edit(`Trim ${clip.label}`, trimmedStart(tree, clip, start));
    else if (edge === "end") this.draft.edit(`Trim ${clip.label}`, trimmedEnd(tree, clip, end));
    else this.draft.edit(`Move ${clip.label}`, moved(tree, clip, start));
  }

  nudge(frames) {
    const clip = this.selected;
    if (!clip || fixed(clip)) return;
    const start = Math.max(0, clip.start + frames / this.clock.fps);
    [clip.end, clip.start] = [clip.end + start - clip.start, start];
    this.draft.edit(`Move ${clip.label}`, moved(this.draft.document, clip, start), `move:${clip.pointer}`);
    const box = this.lanes.querySelector(`[data-pointer="${clip.pointer}"]`);
    if (box) this.#lay(box, clip.start, clip.end);
    this.on.hinted(`${clocked(clip.start)} – ${clocked(clip.end)}`);
  }

  #key(event) {
    const box = event.target.closest(".ed-clip");
    if (!box) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      this.choose(box.dataset.pointer);
      this.clock.set(this.selected.start);
    }
  }
}

function sentencesOf({ captions }) {
  return captions.flatMap(({ start, words }) => words.flatMap((word, place) => (place === 0 || /[.!?…。！？]["'”’)]*$/.test(words[place - 1].text) ? [word.start + start] : [])));
}

function kindOf(track) {
  return { audio: "sound", video: "pictures", image: "pictures", captions: "captions" }[track.clips[0]?.type] ?? "track";
}

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  if (text) element.textContent = text;
  return element;
}
