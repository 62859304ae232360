// Edits of clips, as patches of the document.
import { at, setting } from "./editor-patch.js";

const round = (value) => Math.round(value * 1000) / 1000;
export const SOUNDING = ["video", "audio"];
export const fixed = (clip) => clip?.shared || !clip?.written;

// The rows of the layout with the written clip beside each; clips made by a repetition are shown, not edited.
export function clipsOf(layout, tree) {
  const rows = layout.tracks.flatMap((track, lane) => track.clips.map((row) => ({ ...row, lane })));
  const seen = new Map();
  for (const row of rows) seen.set(row.pointer, (seen.get(row.pointer) ?? 0) + 1);
  for (const row of rows) {
    row.written = at(tree, row.pointer);
    row.shared = seen.get(row.pointer) > 1 || !row.written?.type;
  }
  return rows;
}

export const set = (tree, clip, key, value) => setting(tree, `${clip.pointer}/${key}`, value);

export function moved(tree, clip, start) {
  return set(tree, clip, "start", round(Math.max(0, start)));
}

// Another beginning; what is shown at each moment stays where it is.
export function trimmedStart(tree, clip, start) {
  const begin = Math.min(Math.max(0, start), clip.end - 0.04);
  const shift = begin - clip.start;
  const patch = [...set(tree, clip, "start", round(begin)), ...set(tree, clip, "duration", round(clip.end - begin))];
  if (!SOUNDING.includes(clip.type)) return patch;
  const from = round(Math.max(0, clip.from + shift * clip.speed));
  return [...patch, ...(clip.written.trim ? set(tree, clip, "trim/from", from) : set(tree, clip, "trim", { from }))];
}

export function trimmedEnd(tree, clip, end) {
  let last = Math.max(end, clip.start + 0.04);
  if (clip.mediaSeconds && !clip.written.loop && clip.speed) last = Math.min(last, clip.start + (clip.mediaSeconds - clip.from) / clip.speed);
  return [...set(tree, clip, "start", round(clip.start)), ...set(tree, clip, "duration", round(last - clip.start))];
}

export const removed = (clip) => [{ op: "remove", path: clip.pointer }];

export function split(tree, clip, time) {
  if (time <= clip.start + 0.04 || time >= clip.end - 0.04) return [];
  const [, holder, place] = clip.pointer.match(/^(.*)\/(\d+)$/);
  const second = structuredClone(clip.written);
  second.start = round(time);
  second.duration = round(clip.end - time);
  if (second.id) second.id = free(tree, second.id);
  if (SOUNDING.includes(clip.type)) second.trim = { ...(second.trim ?? {}), from: round(clip.from + (time - clip.start) * clip.speed) };
  for (const key of ["enter", "transition", "fade_in"]) delete second[key];
  const patch = [...set(tree, clip, "start", round(clip.start)), ...set(tree, clip, "duration", round(time - clip.start))];
  for (const key of ["exit", "fade_out"]) patch.push(...set(tree, clip, key, null));
  return [...patch, { op: "add", path: `${holder}/${Number(place) + 1}`, value: second }];
}

function free(tree, id) {
  const taken = new Set(tree.tracks.flatMap((track) => track.clips.map((clip) => clip.id)));
  const stem = id.replace(/-\d+$/, "");
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

export const KINDS = { video: "Video", image: "Picture", text: "Text", captions: "Captions", audio: "Sound", shape: "Shape", svg: "Drawing", lottie: "Animation", composition: "Composition", speech: "Speech", generate: "Generated" };
export const named = (clip) => `${KINDS[clip.type] ?? clip.type}: ${clip.label}`;

// Decibels of a volume as documents write it: 0.5, "-6dB", "50%".
export function decibels(volume) {
  if (volume === undefined) return 0;
  const text = String(volume).trim();
  if (/dB$/i.test(text)) return parseFloat(text);
  const gain = text.endsWith("%") ? parseFloat(text) / 100 : Number(text);
  return gain > 0 ? 20 * Math.log10(gain) : -60;
}
