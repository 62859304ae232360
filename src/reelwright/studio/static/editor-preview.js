// The picture: the renderer's own frame wherever the playhead stands, and a small film of the whole to play.
import { asked } from "./editor-draft.js";
import { clocked } from "./editor-clock.js";

const SCRUB_WIDTH = 640;

export class Preview {
  #busy = false;
  #wanted = null;
  #shown = "";
  #film = { state: "none" };
  #turn = 0;
  #filmTurn = 0;
  #reverse = null;

  constructor(root, draft, clock, icons) {
    const find = (name) => root.querySelector(`[data-${name}]`);
    Object.assign(this, { draft, clock, icons, screen: find("screen"), picture: find("frame"), film: find("film"), note: find("note"), clockText: find("clock"), scrub: find("scrub"), button: root.querySelector('[data-do="play"]') });
    this.stream = Math.random().toString(36).slice(2);
    clock.addEventListener("time", ({ detail }) => this.#moved(detail.from));
    this.scrub.addEventListener("input", () => { this.pause(); clock.set(Number(this.scrub.value)); });
    this.film.addEventListener("ended", () => this.pause());
    this.film.addEventListener("pause", () => { if (this.isPlaying) this.pause(); });
    new ResizeObserver(() => this.sized()).observe(this.screen);
  }

  get isPlaying() { return this.button.dataset.playing === "yes"; }

  sized() {
    if (!this.clock.width) return;
    const { width, height } = this.screen.getBoundingClientRect();
    const scale = Math.min(width / this.clock.width, height / this.clock.height);
    for (const each of [this.picture, this.film]) [each.style.width, each.style.height] = [`${Math.floor(this.clock.width * scale)}px`, `${Math.floor(this.clock.height * scale)}px`];
  }

  // The document is another one: show it, and make its film when nothing more comes for a while.
  changed() {
    this.#film = { state: "none" };
    if (this.isPlaying) this.pause();
    this.show();
    clearTimeout(this.filming);
    this.filming = setTimeout(() => this.#makeFilm(), 1200);
  }

  show() {
    const tall = this.clock.height > this.clock.width;
    this.#want(tall ? Math.round(SCRUB_WIDTH * 0.5625) : SCRUB_WIDTH);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const sharp = Math.min(this.clock.width, Math.ceil((parseFloat(this.picture.style.width) * devicePixelRatio) / 320) * 320, 1280);
      if (!this.isPlaying && sharp > SCRUB_WIDTH) this.#want(sharp);
    }, 350);
  }

  async play(rate = 1) {
    this.#stopReverse();
    if (this.#film.state !== "ready") {
      this.waits = rate;
      this.#say();
      clearTimeout(this.filming);
      return this.#makeFilm();
    }
    this.waits = 0;
    if (this.film.getAttribute("src") !== this.#film.url) this.film.src = this.#film.url;
    if (this.clock.time >= this.clock.duration - 1.5 / this.clock.fps) this.clock.set(0);
    this.film.currentTime = this.clock.time;
    this.film.playbackRate = rate;
    try { await this.film.play(); } catch { return; }
    this.#button(true);
    this.film.hidden = false;
    this.picture.hidden = true;
    const follow = () => {
      if (!this.isPlaying) return;
      this.clock.set(this.film.currentTime, "film");
      requestAnimationFrame(follow);
    };
    follow();
  }

  pause() {
    this.waits = 0;
    this.#stopReverse();
    if (!this.isPlaying) return this.#say();
    this.#button(false);
    this.film.pause();
    this.clock.set(this.film.currentTime);
    this.show();
  }

  toggle() { this.isPlaying || this.waits ? this.pause() : this.play(); }

  faster() { this.isPlaying ? (this.film.playbackRate = Math.min(4, this.film.playbackRate * 2)) : this.play(); }

  backward() {
    this.pause();
    let last = performance.now();
    this.#reverse = setInterval(() => {
      const now = performance.now();
      this.clock.set(this.clock.time - Math.max(1 / this.clock.fps, (now - last) / 1000));
      last = now;
      if (this.clock.time <= 0) this.#stopReverse();
    }, 80);
  }

  #stopReverse() { clearInterval(this.#reverse); this.#reverse = null; }

  #moved(from) {
    const { time, duration } = this.clock;
    this.clockText.value = `${clocked(time)} / ${clocked(duration, 1)}`;
    this.scrub.value = time;
    this.scrub.setAttribute("aria-valuetext", clocked(time));
    if (from === "film") return;
    if (this.isPlaying) this.film.currentTime = time;
    else this.show();
  }

  #want(width) {
    this.#wanted = { width, time: this.clock.time, revision: this.draft.revision, turn: ++this.#turn };
    if (!this.#busy) this.#next();
  }

  // One request at a time, always for the newest wish: what was passed over is never asked for.
  async #next() {
    const wish = this.#wanted;
    if (!wish) return;
    this.#wanted = null;
    await this.draft.settled();
    const name = `${this.draft.revision}:${wish.time}:${wish.width}`;
    if (name === this.#shown) return this.#uncover();
    this.#busy = true;
    try {
      const answer = await fetch(`${this.draft.address}/frame?at=${wish.time}&width=${wish.width}&format=webp&stream=${this.stream}`);
      if (answer.status === 200) await this.#put(await answer.blob(), name);
      else if (answer.status !== 204) this.#fault((await answer.json()).error);
    } catch {
      this.#fault({ message: "The server does not answer", hint: "Your edits are kept here; it is tried again." });
      setTimeout(() => this.show(), 3000);
    }
    this.#busy = false;
    this.#next();
  }

  async #put(blob, name) {
    const bitmap = await createImageBitmap(blob);
    [this.picture.width, this.picture.height] = [bitmap.width, bitmap.height];
    this.picture.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    this.#shown = name;
    this.picture.setAttribute("aria-label", `The video at ${clocked(this.clock.time)}`);
    this.screen.dataset.shown = name;
    this.isBroken = false;
    this.#uncover();
  }

  #uncover() {
    if (this.isPlaying) return;
    this.film.hidden = true;
    this.picture.hidden = false;
    this.#say();
  }

  #fault({ message, hint }) {
    this.isBroken = true;
    this.note.hidden = false;
    this.note.textContent = `${message[0].toUpperCase()}${message.slice(1)}. ${hint ?? ""}`;
  }

  async #makeFilm() {
    const turn = ++this.#filmTurn;
    await this.draft.settled();
    while (turn === this.#filmTurn) {
      let told;
      try { told = await asked("POST", `${this.draft.address}/proxy`); } catch (fault) { told = { state: "failed", error: fault.message }; }
      if (turn !== this.#filmTurn) return;
      this.#film = told;
      this.screen.dataset.filmed = told.state;
      if (told.state === "ready" && this.waits) return this.play(this.waits);
      if (told.state === "failed" && this.waits) { this.waits = 0; this.#fault({ message: told.error || "It cannot be played just now", hint: "" }); return; }
      if (told.state !== "working") return;
      this.#say();
      await new Promise((done) => setTimeout(done, 600));
    }
  }

  #say() {
    if (this.isBroken) return;
    this.note.hidden = !this.waits;
    if (this.waits) this.note.textContent = `Getting ready to play: ${Math.round(100 * (this.#film.progress ?? 0))} %`;
    this.#button(this.isPlaying);
  }

  #button(isPlaying) {
    const { button } = this;
    button.dataset.playing = isPlaying ? "yes" : this.waits ? "soon" : "no";
    const word = isPlaying || this.waits ? "Pause" : "Play";
    button.setAttribute("aria-label", word);
    button.title = `${word} (Space)`;
    button.querySelector("use").setAttribute("href", `${this.icons}#${isPlaying ? "pause" : "play"}`);
  }
}
