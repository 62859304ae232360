// A draft's changes on their way to the server: merged, sent one after the other, kept in this browser until they are there.
const WAITS = [1000, 2000, 5000, 10_000, 20_000];

export class DraftSave {
  constructor(place, show) {
    this.address = `/api/videos/${place.dataset.video}/draft`;
    this.name = `draft-changes:${place.dataset.video}`;
    this.revision = Number(place.dataset.revision);
    this.show = show;
    this.listeners = [];
    this.failures = 0;
    const kept = this.#kept();
    this.carried = kept?.pending ?? null; // what an earlier page could not send: this page was made without it, even once it is saved
    if (kept) [this.pending, this.revision] = [kept.pending, kept.revision]; // what was typed over an older draft does not overwrite a newer one
    addEventListener("online", () => this.#send());
    addEventListener("offline", () => this.#say("offline"));
    if (this.pending) this.#send();
    else if (!navigator.onLine) this.#say("offline");
  }

  onSaved(listener) {
    this.listeners.push(listener);
  }

  change(body, pause = 700) {
    const wishes = { ...this.pending?.wishes, ...body.wishes };
    this.pending = { ...this.pending, ...body, ...(Object.keys(wishes).length && { wishes }) };
    this.#keep();
    this.#say(navigator.onLine ? "saving" : "offline");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#send(), pause);
  }

  // whether everything is on the server
  async flush() {
    clearTimeout(this.waiting);
    await this.#send();
    return !this.pending;
  }

  async #send() {
    if (this.sending) {
      await this.sending;
      return this.pending ? this.#send() : undefined;
    }
    if (!this.pending) return;
    this.sending = this.#sendNow();
    const again = await this.sending;
    this.sending = null;
    if (again && this.pending) await this.#send();
  }

  async #sendNow() {
    const sent = this.pending;
    this.#say("saving");
    let answer, told;
    try {
      answer = await fetch(this.address, {
        method: "PATCH",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...sent, revision: this.revision }),
      });
      told = await answer.json();
    } catch {
      this.#say("offline");
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.#send(), WAITS[Math.min(this.failures++, WAITS.length - 1)]);
      return false;
    }
    this.failures = 0;
    if (!answer.ok) {
      this.#say(answer.status === 409 ? "conflict" : answer.status === 401 ? "signed-out" : "refused", told.error);
      return false;
    }
    this.revision = told.data.revision;
    if (this.pending === sent) {
      this.pending = null;
      this.#forget();
      this.#say("saved");
      for (const listener of this.listeners) listener(told.data);
    } else this.#keep();
    return true;
  }

  #say(state, error) {
    this.show(state, error);
  }

  #keep() {
    try {
      localStorage.setItem(this.name, JSON.stringify({ pending: this.pending, revision: this.revision }));
    } catch { /* a full or closed store: the change is still sent */ }
  }

  #forget() {
    localStorage.removeItem(this.name);
  }

  #kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name));
      return kept?.pending ? kept : null;
    } catch {
      return null;
    }
  }

  drop() {
    this.pending = null;
    this.#forget();
  }
}
