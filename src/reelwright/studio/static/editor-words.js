// Captions as words with times, and edits of them as patches. A caption somebody changed is pinned: its words stay together, and the
// captions beside it stay as they were.
import { at } from "./editor-patch.js";

const round = (value) => Math.round(value * 1000) / 1000;
const LEAST = 0.05;

export const textOf = (words, cue) => words.slice(cue.first, cue.last).map((word) => word.text).join(" ");

// Words in the document itself; those of a file, or of speech, are written into it first.
export function asWritten(tree, captions) {
  const clip = at(tree, captions.pointer);
  if (clip.words) return [];
  const taken = ["src", "of"].filter((key) => key in clip).map((key) => ({ op: "remove", path: `${captions.pointer}/${key}` }));
  return [...taken, { op: "add", path: `${captions.pointer}/words`, value: captions.words }];
}

// The words of a text in the time of the old ones: those that stayed keep theirs, the others share what lies between.
export function retimed(old, text) {
  const fresh = text.trim().split(/\s+/).filter(Boolean);
  if (!fresh.length) return [];
  if (fresh.length === old.length) return old.map((word, place) => ({ ...word, text: fresh[place] }));
  let head = 0, tail = 0;
  const least = Math.min(old.length, fresh.length);
  while (head < least && old[head].text === fresh[head]) head++;
  while (tail < least - head && old.at(-1 - tail).text === fresh.at(-1 - tail)) tail++;
  let [first, last] = [head, old.length - tail];
  const between = fresh.slice(head, fresh.length - tail);
  if (between.length && first === last) first > 0 ? first-- : last++; // words that came in share a neighbour's time
  const kept = [...old.slice(0, first)], rest = old.slice(last);
  const shared = first < head ? [old[first].text, ...between] : last > old.length - tail ? [...between, old[last - 1].text] : between;
  const [begin, end] = [old[first]?.start ?? old.at(-1).end, old[last - 1]?.end ?? old[0].start];
  return [...kept, ...spread(shared, begin, Math.max(end, begin + LEAST)), ...rest];
}

// Texts one after another in a span, longer ones longer.
export function spread(texts, begin, end) {
  const sizes = texts.map((text) => text.length + 2), all = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  return texts.map((text, place) => {
    const start = begin + ((end - begin) * done) / all;
    done += sizes[place];
    return { text, start: round(start), end: round(begin + ((end - begin) * done) / all) };
  });
}

export const scaled = (words, begin, end) => {
  const [from, to] = [words[0].start, words.at(-1).end], grow = (end - begin) / Math.max(to - from, LEAST);
  return words.map((word) => ({ ...word, start: round(begin + (word.start - from) * grow), end: round(begin + (word.end - from) * grow) }));
};

export const pinned = (words) => words.map((word, place) => ({ ...word, cue: place ? "same" : "new" }));

// The operations that put ``fresh`` where the words ``first`` to ``last`` are, and leave the caption after them alone.
export function replaced(pointer, words, first, last, fresh) {
  const patch = [];
  const common = Math.min(last - first, fresh.length);
  for (let place = 0; place < common; place++) {
    const [old, now] = [words[first + place], fresh[place]];
    if (JSON.stringify(old) !== JSON.stringify(now)) patch.push({ op: "replace", path: `${pointer}/words/${first + place}`, value: now });
  }
  for (let place = common; place < fresh.length; place++) patch.push({ op: "add", path: `${pointer}/words/${first + place}`, value: fresh[place] });
  for (let place = last - 1; place >= first + common; place--) patch.push({ op: "remove", path: `${pointer}/words/${place}` });
  const after = words[last];
  if (after && !after.cue) patch.push({ op: "add", path: `${pointer}/words/${first + fresh.length}/cue`, value: "new" });
  return patch;
}
