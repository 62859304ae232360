// A script as data, and what can be done to it. Every change gives a new script, so that undoing is taking an old one.
let lastId = 0;
const fresh = (text = "", more = {}) => ({ id: ++lastId, text, hint: "", pause: null, speaker: "", ...more });

export function withIds(script) {
  return {
    ...script,
    sections: script.sections.map(({ title, sentences }) => ({
      id: ++lastId,
      title,
      sentences: sentences.map(({ text, hint, pause, speaker }) => fresh(text, { hint, pause, speaker })),
    })),
  };
}

// as the server takes it: what is empty is left out
export function plain({ title, language, sources, cast, sections }) {
  const kept = filled(sections).map(({ title, sentences }) => ({
    title,
    sentences: sentences.map(({ text, hint, pause, speaker }) => ({ text: text.trim(), hint, pause, speaker })),
  }));
  return { title, language, sources, cast, sections: kept };
}

export function filled(sections) {
  return sections.map((section) => ({ ...section, sentences: section.sentences.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)) })).filter(({ sentences }) => sentences.length);
}

export const lines = (script) => script.sections.flatMap(({ sentences }) => sentences);

export function placeOf(script, id) {
  for (const [section, { sentences }] of script.sections.entries()) {
    const line = sentences.findIndex((each) => each.id === id);
    if (line >= 0) return { section, line };
  }
  return null;
}

const inSection = (script, section, change) => ({ ...script, sections: script.sections.map((each, place) => (place === section ? { ...each, ...change(each) } : each)) });
const inLines = (script, section, change) => inSection(script, section, ({ sentences }) => ({ sentences: change([...sentences]) }));

export function setLine(script, id, given) {
  const { section } = placeOf(script, id);
  return inLines(script, section, (rows) => rows.map((row) => (row.id === id ? { ...row, ...given } : row)));
}

export const setTitle = (script, id, title) => ({ ...script, sections: script.sections.map((each) => (each.id === id ? { ...each, title } : each)) });

export function split(script, id, at) {
  const { section, line } = placeOf(script, id);
  const row = script.sections[section].sentences[line];
  const after = fresh(row.text.slice(at).trimStart(), { speaker: row.speaker, pause: row.pause });
  return [inLines(script, section, (rows) => rows.toSpliced(line, 1, { ...row, text: row.text.slice(0, at).trimEnd(), pause: null }, after)), after.id];
}

// the line joins the one before it; the caret stands between them
export function merge(script, id) {
  const { section, line } = placeOf(script, id);
  if (!line) return null;
  const rows = script.sections[section].sentences;
  const [before, row] = [rows[line - 1], rows[line]];
  const joined = { ...before, text: [before.text.trimEnd(), row.text.trimStart()].filter(Boolean).join(" "), hint: before.hint || row.hint, pause: row.pause };
  return [inLines(script, section, (all) => all.toSpliced(line - 1, 2, joined)), joined.id, before.text.trimEnd().length];
}

export function add(script, section, line) {
  const row = fresh("", { speaker: script.sections[section].sentences[line - 1]?.speaker ?? "" });
  return [inLines(script, section, (rows) => rows.toSpliced(line, 0, row)), row.id];
}

export function remove(script, id) {
  const { section, line } = placeOf(script, id);
  const near = script.sections[section].sentences[line + 1] ?? script.sections[section].sentences[line - 1];
  return [inLines(script, section, (rows) => rows.toSpliced(line, 1)), near?.id ?? null];
}

// up or down, past the section's end into the next one
export function move(script, id, by) {
  const { section, line } = placeOf(script, id);
  const row = script.sections[section].sentences[line];
  const without = inLines(script, section, (rows) => rows.toSpliced(line, 1));
  const to = line + by;
  if (to >= 0 && to < script.sections[section].sentences.length) return inLines(without, section, (rows) => rows.toSpliced(to, 0, row));
  const next = section + by;
  if (next < 0 || next >= script.sections.length) return script;
  return inLines(without, next, (rows) => (by > 0 ? [row, ...rows] : [...rows, row]));
}

export function addSection(script, after) {
  const row = fresh();
  return [{ ...script, sections: script.sections.toSpliced(after + 1, 0, { id: ++lastId, title: "", sentences: [row] }) }, row.id];
}

export const removeSection = (script, section) => ({ ...script, sections: script.sections.toSpliced(section, 1) });

export function moveSection(script, section, by) {
  const to = section + by;
  if (to < 0 || to >= script.sections.length) return script;
  return { ...script, sections: script.sections.toSpliced(section, 1).toSpliced(to, 0, script.sections[section]) };
}

// about as the server reckons: letters and words at a narrator's pace, and the pause after
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/u;
export function secondsOf({ text, pause }) {
  const letters = [...text].filter((each) => /[\p{L}\p{N}]/u.test(each));
  if (!letters.length) return 0;
  const dense = letters.filter((each) => UNSPACED.test(each)).length;
  const others = letters.length - dense;
  const words = others ? Math.max(text.trim().split(/\s+/).length, 1) : 0;
  return (others / 6 + words) / 2 / 2.5 + dense / 4.3 + (pause ?? 0.35);
}

export const wordsOf = ({ text }) => text.trim().split(/\s+/).filter((each) => /[\p{L}\p{N}]/u.test(each)).length;
export const scriptSeconds = (script) => lines(script).reduce((sum, row) => sum + secondsOf(row), 0) + 0.45 * Math.max(0, filled(script.sections).length - 1);
