// Rendering, versions, files to save, a conflict with another tab.
import { asked } from "./editor-draft.js";
import { clocked } from "./editor-clock.js";
import { renew } from "./regions.js";
import { toast } from "./toast.js";

const WHAT = { changed: "is changed", added: "is new", removed: "is gone" };
const AUTHORS = { made: "as it was made", edited: "edited", restored: "brought back" };
const ALL = { moved: "Something before it changed its length", "not kept": "It was drawn before, but is not kept any more", new: "Nothing was drawn yet" };

export class Dialogs {
  constructor(root, draft) {
    Object.assign(this, { root, draft, api: draft.address.replace(/\/edit$/, "") });
    for (const each of root.querySelectorAll("[data-close]")) each.addEventListener("click", () => each.closest("dialog").close());
    for (const each of root.querySelectorAll("dialog")) each.addEventListener("click", (event) => { if (event.target === each) each.close(); });
  }

  open(name) { this.root.querySelector(`[data-dialog="${name}"]`).showModal(); }
  close(name) { this.root.querySelector(`[data-dialog="${name}"]`).close(); }

  // ---- rendering

  async showRender() {
    const place = this.root.querySelector("[data-plan]");
    place.replaceChildren(line("Looking at what has to be drawn again…", "about"));
    this.open("render");
    await this.draft.settled();
    try { place.replaceChildren(...this.#plan(await asked("GET", `${this.draft.address}/plan`))); } catch (fault) { place.replaceChildren(line(fault.message, "fault")); }
  }

  #plan(plan) {
    if (!plan.chunks) return [line(plan.sound ? "No picture is drawn again; only the sound is mixed again." : "Nothing has changed since the last rendering.")];
    const share = Math.max(1, Math.round((100 * plan.frames) / plan.allFrames));
    const whole = plan.chunks === plan.allChunks;
    const head = line(whole ? `The whole video is drawn: about ${spoken(plan.seconds)}.` : `${plan.chunks} of ${plan.allChunks} parts are drawn again (${share} % of the video); the rest is kept. About ${spoken(plan.seconds)}.`);
    const bar = make("div", "ed-spans"), all = plan.allFrames, duration = plan.spans.at(-1).end;
    bar.setAttribute("aria-hidden", "true");
    const length = Math.max(duration, this.root.dataset.duration || 0);
    for (const span of plan.spans) {
      const piece = make("i", "");
      piece.style.left = `${(100 * span.start) / length}%`;
      piece.style.width = `${Math.max(0.6, (100 * (span.end - span.start)) / length)}%`;
      bar.append(piece);
    }
    const list = make("ul", "plain-list ed-reasons");
    for (const span of plan.spans.slice(0, 30)) {
      const row = make("li", "");
      row.append(line(`${clocked(span.start, 1)} – ${clocked(span.end, 1)}`, "number"), ...span.reasons.map((reason) => line(reason.label || reason.what in WHAT ? `${reason.label ? `“${reason.label}”` : "A clip"} ${WHAT[reason.what]}` : ALL[reason.what], "about break")));
      list.append(row);
    }
    if (plan.spans.length > 30) list.append(line(`and ${plan.spans.length - 30} more parts`, "about"));
    return [head, bar, list, line(plan.sound ? "The sound is mixed again." : "The sound stays as it is.", "about")];
  }

  async save(render, overwrite = false) {
    try {
      const told = await this.draft.save({ render, overwrite });
      this.close("render");
      toast(render ? "Rendering. You can go on editing, or leave." : `Kept as version ${told.version}.`);
      if (render) await renew(["rendering", "downloads"], location.pathname);
    } catch (fault) {
      if (fault.status === 409 && /version/.test(fault.message) && !overwrite) return this.#ask("The video has a newer version than the one you began from. Keep yours as the newest?", () => this.save(render, true));
      if (fault.status === 412) return this.draft.dispatchEvent(new CustomEvent("conflict", { detail: { steps: [] } }));
      this.root.querySelector("[data-plan]").prepend(line(fault.message, "fault"));
    }
  }

  #ask(question, go) {
    const place = this.root.querySelector("[data-plan]"), button = make("button", "button", "Keep mine as the newest");
    button.type = "button";
    button.addEventListener("click", go);
    place.replaceChildren(line(question), button);
  }

  // ---- versions

  async showVersions() {
    const place = this.root.querySelector("[data-versions]");
    place.replaceChildren(line("Looking…", "about"));
    if (!this.root.querySelector('[data-dialog="versions"]').open) this.open("versions");
    const rows = await asked("GET", `${this.api}/versions`);
    const list = make("ul", "plain-list ed-versions");
    for (const row of rows.reverse()) list.append(this.#version(row, rows[0].version));
    const unsaved = this.draft.hasUnsaved ? [line("You have edits that are not a version yet. Render, or save a version, to keep them as one.", "about")] : [];
    place.replaceChildren(...unsaved, list);
    this.root.querySelector('[data-do="forget"]').disabled = !this.draft.hasUnsaved;
  }

  #version(row, newest) {
    const item = make("li", ""), tools = make("div", "row"), told = make("div", "ed-differences");
    const name = Object.assign(make("input", ""), { value: row.name, placeholder: `Version ${row.version}`, maxLength: 200 });
    name.setAttribute("aria-label", `Name of version ${row.version}`);
    name.addEventListener("change", () => asked("PATCH", `${this.api}/versions/${row.version}`, { name: name.value }).then(() => toast("Named."), (fault) => toast(fault.message)));
    const when = new Date(row.createdAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    tools.append(line(`${row.version} · ${when} · ${AUTHORS[row.author] ?? row.author}`, "about grow"));
    if (row.version !== newest) {
      tools.append(this.#button("Compare", `Compare version ${row.version} with the newest`, async () => told.replaceChildren(...differences(await asked("GET", `${this.api}/versions/compare?before=${row.version}&after=${newest}`)))));
      tools.append(this.#button("Restore", `Restore version ${row.version}`, () => this.#restore(row.version)));
    }
    item.append(name, tools, told);
    return item;
  }

  async #restore(version) {
    await asked("POST", `${this.api}/versions/${version}/restore`, {});
    if (this.draft.hasUnsaved) await this.draft.forget();
    else await this.draft.reopen();
    toast(`Back to version ${version}. It is the newest now.`);
    await this.showVersions();
  }

  #button(word, label, go) {
    const button = make("button", "button small", word);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => go().catch((fault) => toast(fault.message)));
    return button;
  }

  async forget() {
    await this.draft.forget();
    await this.showVersions();
    toast("Your unsaved edits are gone.");
  }

  // ---- conflict

  showConflict(steps) {
    this.steps = steps;
    const put = this.root.querySelector('[data-do="put-on-top"]');
    put.hidden = !steps.length;
    this.root.querySelector("[data-conflict]").textContent = steps.length
      ? `Another tab, or another device of yours, changed it after you opened it here. Your edit that was not taken: ${steps.map((step) => step.label).join(", ")}.`
      : "Another tab, or another device of yours, changed it after you opened it here.";
    if (!this.root.querySelector('[data-dialog="conflict"]').open) this.open("conflict");
  }

  async solve(isMine) {
    this.close("conflict");
    await this.draft.reopen(isMine ? this.steps : []);
  }
}

function differences(rows) {
  if (!rows.length) return [line("No difference.", "about")];
  const list = make("ul", "");
  for (const { what, clip, pointer, before, after } of rows.slice(0, 60)) {
    const key = pointer.split("/").at(-1), name = /^\d+$/.test(key) ? "" : ` ${key}`;
    const item = make("li", "");
    item.append(Object.assign(document.createElement("strong"), { textContent: clip || "Video" }), `${name}: `);
    if (before !== null && what !== "added") item.append(Object.assign(document.createElement("del"), { textContent: before }), " ");
    if (after !== null && what !== "removed") item.append(Object.assign(document.createElement("ins"), { textContent: after }));
    list.append(item);
  }
  if (rows.length > 60) list.append(make("li", "", `and ${rows.length - 60} more`));
  return [list];
}

function spoken(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}

const line = (text, name = "") => make("p", name, text);

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}
