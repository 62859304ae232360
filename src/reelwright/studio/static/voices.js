// Hearing a voice: two sentences are spoken by it here, once; what was heard is played again without asking.
import { toast } from "./toast.js";

const heard = new Map();
let speaking = null;

export async function spoken(voice, language, text) {
  const name = `${voice} ${language} ${text ?? ""}`;
  if (!heard.has(name)) heard.set(name, ask(voice, language, text).catch((error) => { heard.delete(name); throw error; }));
  return heard.get(name);
}

async function ask(voice, language, text) {
  const body = JSON.stringify({ ...(voice && { voice }), ...(language && { language }), ...(text && { text }) });
  const begun = await data(await fetch("/api/tts/preview", { method: "POST", headers: { "Content-Type": "application/json" }, body }));
  for (let wait = 150; ; wait = Math.min(wait * 1.3, 2000)) {
    const job = await data(await fetch(`/api/tts/status/${begun.jobId}`));
    if (job.status === "COMPLETED") return here(job.result.outputs.find((each) => each.contentType.startsWith("audio/")).url);
    if (["FAILED", "CANCELLED"].includes(job.status)) throw new Error(job.error?.message ?? "The voice could not be heard.");
    await new Promise((done) => setTimeout(done, wait));
  }
}

const here = (link) => { const url = new URL(link, location.href); return url.pathname.startsWith("/files/") ? url.pathname + url.search : link; };

async function data(answer) {
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error?.message ?? "That did not work.");
  return told.data;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-hear], [data-hear-of]");
  const player = document.getElementById("heard");
  if (!button || !player) return;
  const wasMine = speaking === button;
  stop(player);
  if (wasMine) return;
  speaking = button;
  button.dataset.state = "busy";
  button.setAttribute("aria-busy", "true");
  try {
    const voice = button.dataset.hear ?? document.querySelector(button.dataset.hearOf).value;
    const address = await spoken(voice, button.dataset.language);
    if (speaking !== button) return;
    player.src = address;
    player.onended = () => stop(player);
    await player.play();
    button.dataset.state = "playing";
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message);
    if (speaking === button) stop(player);
  } finally {
    button.removeAttribute("aria-busy");
  }
});

function stop(player) {
  player.pause();
  if (speaking) delete speaking.dataset.state;
  speaking = null;
}
