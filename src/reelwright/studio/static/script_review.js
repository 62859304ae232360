// Beside the script: what is weak in it, changes of a text model to accept one by one, and how words are said.
import { element, icon, sentence } from "./element.js";

const NAMES = { reading: "Reading", hook: "Opening", pace: "Pace" };

export function reviewPanels(editor, canImprove) {
  return [analysis(editor), improvement(editor, canImprove), pronunciation(editor)];
}

function panel(title, isOpen, ...inside) {
  return element("details", { className: "panel", open: isOpen }, element("summary", {}, title), element("div", { className: "stack" }, inside));
}

async function asked(address, body) {
  const answer = await fetch(address, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.error.message, told.error.hint].filter(Boolean).join("; "));
  return told.data;
}

// the script as it stands on the server, once everything typed is there
async function textOf(editor) {
  if (!(await editor.save.flush())) throw new Error("there is no connection");
  return (await asked(editor.save.address)).script.text;
}

function button(word, symbol, work, tone = "") {
  const told = element("p", { className: "fault", role: "alert", hidden: true });
  const made = element("button", { type: "button", className: `button wide ${tone}`, async onclick() {
    made.disabled = true;
    told.hidden = true;
    try {
      await work();
    } catch (error) {
      told.textContent = navigator.onLine ? `This did not work: ${error.message}.` : "You are offline. Try again when you are back.";
      told.hidden = false;
    }
    made.disabled = false;
  } }, icon(symbol), word);
  return [made, told];
}

function analysis(editor) {
  const result = element("div", { className: "stack", "aria-live": "polite" });
  const look = async () => {
    const text = await textOf(editor);
    const found = await asked("/api/scripts/analyze", { script: text, language: editor.script.language });
    editor.marks = new Map();
    for (const each of found.findings) {
      const id = editor.idAt(each.section, each.sentence);
      if (id) editor.marks.set(id, [...(editor.marks.get(id) ?? []), each]);
    }
    editor.draw();
    result.replaceChildren(score(found), findings(editor, found.findings));
  };
  return panel("Look it over", true, element("p", { className: "about" }, "Finds long sentences, repetitions, filler words and a weak opening."), button("Look over the script", "search", look), result);
}

function score({ score, hook, measures }) {
  const { reading, pace } = measures;
  const paces = pace.map((each) => each.wordsPerMinute).filter(Boolean);
  const rows = [
    meter(NAMES.hook, `${hook.score} of 100`, hook.score, 100),
    reading.value !== null && meter(NAMES.reading, `${reading.formula === "lix" ? "LIX" : "grade"} ${reading.value.toFixed(1)}, ${reading.meaning}`, reading.value, reading.formula === "lix" ? 70 : 18),
    paces.length > 0 && meter(NAMES.pace, `${Math.round(Math.min(...paces))} to ${Math.round(Math.max(...paces))} words a minute`, Math.max(...paces), 240),
  ];
  return element("div", { className: "stack" }, element("div", { className: "score" }, element("span", { className: "big" }, String(score)), element("span", { className: "about" }, "of 100 for the whole script")), element("div", { className: "meters" }, rows.filter(Boolean)));
}

function meter(name, told, value, most) {
  return element("div", {}, element("span", {}, name), element("span", { className: "about" }, told), element("meter", { min: 0, max: most, value: Math.min(most, Math.max(0, value)), "aria-label": name }));
}

function findings(editor, rows) {
  if (!rows.length) return element("p", { className: "about" }, "Nothing to complain of.");
  return element("ul", { className: "find-list" }, rows.map((each) => element("li", {}, element("button", { type: "button", onclick: () => editor.show(editor.idAt(each.section, each.sentence)) }, sentence(each.message), element("small", {}, sentence(each.suggestion))))));
}

function improvement(editor, canImprove) {
  if (!canImprove) return panel("Improve", false, element("p", { className: "about" }, "Changes to your script are proposed by a language model, and none is set up. ", element("a", { href: "/settings/providers" }, "Add a provider's key"), "."));
  const wish = element("textarea", { id: "improve-wish", rows: 2, maxLength: 4000, placeholder: "Make the opening stronger" });
  const result = element("div", { className: "stack", "aria-live": "polite" });
  const improve = async () => {
    result.replaceChildren(element("p", { className: "about" }, "Thinking…"));
    try {
      const base = await textOf(editor);
      const started = await asked("/api/scripts/improve", { script: base, instruction: wish.value });
      const done = await ended(started.jobId);
      result.replaceChildren(diff(editor, done.result, result));
    } catch (error) {
      result.replaceChildren();
      throw error;
    }
  };
  return panel("Improve", false, element("div", { className: "field" }, element("label", { htmlFor: "improve-wish" }, "What should be better"), wish), button("Propose changes", "wand", improve), result);
}

async function ended(id) {
  for (;;) {
    const job = await asked(`/api/jobs/${id}`);
    if (job.status === "COMPLETED") return job;
    if (["FAILED", "CANCELLED"].includes(job.status)) throw new Error(job.error?.message ?? "it was stopped");
    await new Promise((done) => setTimeout(done, 700));
  }
}

function diff(editor, { base, changes }, result) {
  if (!changes.length) return element("p", { className: "about" }, "The model would change nothing.");
  const boxes = changes.map((each) => [each, element("input", { type: "checkbox", checked: true, "aria-label": `Change ${each.number}` })]);
  const take = async () => {
    const accept = boxes.filter(([, box]) => box.checked).map(([each]) => each.number);
    const script = await textOf(editor);
    const done = await asked("/api/scripts/accept", { script, base, changes, accept });
    const unfit = done.unfit.length ? ` ${done.unfit.length} had no place any more.` : "";
    editor.save.change({ scriptText: done.script, script: undefined }, 0);
    if (!(await editor.save.flush())) throw new Error("there is no connection");
    const now = (await asked(editor.save.address)).script;
    editor.replace({ title: now.title, sections: now.sections });
    result.replaceChildren(element("p", { className: "about" }, `${done.applied.length} taken.${unfit} Undo takes them back.`));
  };
  const [accept, told] = button("Take the chosen changes", "check", take, "primary");
  return element("div", {}, boxes.map(([each, box]) => element("label", { className: "change" }, box, element("span", {}, each.before && element("del", {}, each.before), each.after && element("ins", {}, each.after)))), accept, told);
}

function pronunciation(editor) {
  const area = element("textarea", { id: "words-said", rows: 4, value: editor.says.lexicon, placeholder: "Nguyen = win\nGIF = /dʒɪf/", oninput: () => {
    editor.says.lexicon = area.value;
    editor.save.change({ wishes: { lexicon: area.value || null } });
  } });
  return panel("Pronunciation", false, element("div", { className: "field" }, element("label", { htmlFor: "words-said" }, "One word on each line"), area, element("p", { className: "help" }, "As it should be said; captions keep your spelling. Hear a sentence to try it.")));
}

