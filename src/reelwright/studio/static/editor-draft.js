// The document while it is edited. An edit shows at once and is sent after; what is not sent yet survives a reload.
import { patched } from "./editor-patch.js";

export class Draft extends EventTarget {
  #queue = [];
  #sending = null;
  #pause = 1000;
  #store;

  constructor(video) {
    super();
    this.address = `/api/videos/${video}/edit`;
    this.#store = `edits:${video}`;
  }

  async open() {
    this.#took(await asked("GET", this.address));
    const left = JSON.parse(sessionStorage.getItem(this.#store) ?? "null");
    if (left?.revision === this.revision) for (const step of left.steps) this.#add(step);
    else sessionStorage.removeItem(this.#store);
    this.#tell("change", { whole: true });
    this.#send();
  }

  get isWaiting() { return this.#queue.length > 0 || this.#sending !== null; }

  edit(label, patch, group = "") {
    if (!patch.length) return;
    this.#add({ label, patch, group });
    this.#tell("change", { patch, label });
    this.#send();
  }

  async move(way) {
    await this.settled();
    if (!this[way]) return;
    try {
      const told = await asked("POST", `${this.address}/${way}`, {}, this.revision);
      const label = this[way];
      this.document = patched(this.document, told.patch);
      this.#state(told);
      this.#tell("change", { patch: told.patch, label, moved: way });
    } catch (fault) { this.#refused(fault, null); }
  }

  async settled() {
    while (this.#sending) await this.#sending;
  }

  async save(wish) {
    await this.settled();
    const told = await asked("POST", `${this.address}/save`, wish, this.revision);
    await this.reopen();
    return told;
  }

  async reopen(steps = []) {
    this.#queue = [];
    this.#took(await asked("GET", this.address));
    for (const step of steps) this.#add(step);
    this.#keep();
    this.#tell("change", { whole: true });
    this.#send();
  }

  async forget() {
    this.#queue = [];
    this.#took(await asked("DELETE", this.address));
    this.#keep();
    this.#tell("change", { whole: true });
  }

  #add(step) {
    this.document = patched(this.document, step.patch);
    const last = this.#queue.at(-1);
    if (last && step.group && last.group === step.group && last !== this.now) last.patch.push(...step.patch);
    else this.#queue.push({ ...step, patch: [...step.patch] });
    this.undo = step.label;
    this.redo = null;
    this.#keep();
  }

  #send() {
    this.#sending ??= this.#sendAll().finally(() => { this.#sending = null; this.now = null; this.#tell("state"); });
    this.#tell("state");
  }

  async #sendAll() {
    await new Promise((done) => setTimeout(done, 250)); // typing on flows into one request
    while (this.#queue.length) {
      this.now = this.#queue[0];
      try {
        this.#state(await asked("PATCH", this.address, this.now, this.revision), this.#queue.length > 1);
        this.#queue.shift();
        this.#pause = 1000;
        this.#keep();
        this.#tell("sent");
      } catch (fault) {
        if (fault.status) return this.#refused(fault, [...this.#queue]);
        this.offline = true;
        this.#tell("state");
        await new Promise((done) => setTimeout(done, this.#pause));
        this.#pause = Math.min(this.#pause * 2, 20_000);
      }
    }
  }

  #refused(fault, steps) {
    this.#queue = [];
    if (fault.status === 412) return this.#tell("conflict", { steps: steps ?? [] });
    this.#tell("refused", { message: fault.message });
    return this.reopen();
  }

  #took(told) {
    this.document = told.document;
    this.#state(told);
  }

  #state(told, isBehind = false) {
    this.offline = false;
    this.revision = told.revision;
    this.isStale = told.isStale;
    this.hasUnsaved = told.hasUnsaved;
    this.version = told.newestVersion;
    if (!isBehind) [this.undo, this.redo] = [told.undo, told.redo];
  }

  #keep() {
    if (!this.#queue.length) sessionStorage.removeItem(this.#store);
    else sessionStorage.setItem(this.#store, JSON.stringify({ revision: this.revision, steps: this.#queue }));
  }

  #tell(kind, detail = {}) { this.dispatchEvent(new CustomEvent(kind, { detail })); }
}

// An answer's data. Throws an Error with the server's words and ``status`` (none without a network).
export async function asked(method, address, body, revision) {
  const answer = await fetch(address, {
    method,
    headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...(revision !== undefined && { "If-Match": `"${revision}"` }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told.data;
  if (answer.status === 401) location.assign(`/api/auth/continue?next=${encodeURIComponent(location.pathname)}`);
  const { message = "It did not work", hint = "" } = told.error ?? {};
  const words = message + (hint ? ` (${hint})` : "");
  throw Object.assign(new Error(words[0].toUpperCase() + words.slice(1)), { status: answer.status });
}
