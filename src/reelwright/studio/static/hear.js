// One sound at a time: a sentence in a voice, a mood's music.
import { toast } from "./toast.js";

const kept = new Map();
let context, source, button, asked = 0;

export function quiet() {
  asked++;
  if (source) source.onended = null;
  source?.stop();
  source = null;
  button?.classList.remove("is-playing");
  button?.removeAttribute("aria-busy");
  button = null;
}

// plays what the request answers; a second click on the same button stops it
export async function hear(from, address, body) {
  if (button === from) return quiet();
  quiet();
  const mine = asked;
  button = from;
  from.classList.add("is-playing");
  from.setAttribute("aria-busy", "true");
  context ??= new AudioContext();
  const name = `${address} ${JSON.stringify(body ?? {})}`;
  try {
    if (!kept.has(name)) {
      const answer = await fetch(address, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error((await answer.json()).error?.message);
      kept.set(name, await context.decodeAudioData(await answer.arrayBuffer()));
    }
    if (mine !== asked) return;
    await context.resume();
    source = new AudioBufferSourceNode(context, { buffer: kept.get(name) });
    source.connect(context.destination);
    source.onended = quiet;
    source.start();
    from.removeAttribute("aria-busy");
  } catch (error) {
    if (mine !== asked) return;
    quiet();
    toast(navigator.onLine ? `This cannot be heard: ${error.message || "no answer"}.` : "You are offline. Try again when you are back.");
  }
}
