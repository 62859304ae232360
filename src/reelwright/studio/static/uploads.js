// Files on their way in by tus: in pieces, with progress; a transfer that broke off, or was stopped, goes on where it stood.
import { renew } from "./regions.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const PIECE = 4 << 20;

// Sends a file; `tell(part)` hears how far it is (0 to 1). Answers the asset's id.
export async function upload(file, { tell = () => {}, stop } = {}) {
  const name = `upload:${file.name}:${file.size}:${file.lastModified}`;
  let [place, at] = await resumed(localStorage.getItem(name));
  if (!place) {
    const told = `filename ${encoded(file.name)},filetype ${encoded(file.type)}`;
    const begun = await asked("/api/assets/tus", "POST", { "Upload-Length": file.size, "Upload-Metadata": told }, null, stop);
    [place, at] = [new URL(begun.headers.get("Location"), location.href).pathname, 0];
    localStorage.setItem(name, place);
  }
  let asset = null;
  for (let pause = 500; asset === null; ) {
    try {
      const piece = file.slice(at, at + PIECE);
      const answer = await asked(place, "PATCH", { "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" }, piece, stop);
      at = Number(answer.headers.get("Upload-Offset"));
      asset = answer.headers.get("Reelwright-Asset");
      pause = 500;
    } catch (error) {
      if (error.name === "AbortError" || error.isFinal) { if (error.isFinal) localStorage.removeItem(name); throw error; }
      await new Promise((done) => setTimeout(done, pause)); // the line is down: ask where it stands, and go on
      pause = Math.min(pause * 2, 15_000);
      const there = await resumed(place).catch(() => null);
      if (there?.[0]) { at = there[1]; asset = there[2]; }
    }
    tell(file.size ? at / file.size : 1);
  }
  localStorage.removeItem(name);
  return asset;
}

async function resumed(place) {
  if (!place) return [null, 0, null];
  const answer = await fetch(place, { method: "HEAD", headers: TUS });
  return answer.ok ? [place, Number(answer.headers.get("Upload-Offset")), answer.headers.get("Reelwright-Asset")] : [null, 0, null];
}

async function asked(place, method, headers, body, signal) {
  const answer = await fetch(place, { method, headers: { ...TUS, ...headers }, body, signal });
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  const error = new Error([told.error?.message, told.error?.hint].filter(Boolean).join(": ") || `The server answered ${answer.status}.`);
  error.isFinal = answer.status < 500 && ![409, 423, 429].includes(answer.status);
  throw error;
}

const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// The place where files are dropped, with a line for each transfer.
function startDrop(place) {
  const [list, input] = [place.querySelector(".transfers"), place.querySelector("input[type=file]")];
  const take = async (files) => {
    for (const file of files) await one(file, list, place);
    await renew(["list"]).catch(() => {});
  };
  const chosen = () => { const files = [...input.files]; input.value = ""; take(files); };
  input.addEventListener("change", chosen);
  if (input.files.length) chosen(); // before this script was there
  for (const name of ["dragenter", "dragover"]) place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => { event.preventDefault(); take([...event.dataTransfer.files]); });
}

async function one(file, list, place) {
  const line = document.createElement("li");
  line.innerHTML = '<span class="grow"><strong class="break"></strong><progress max="1" value="0"></progress><small></small></span><button type="button" class="button small quiet">Stop</button>';
  const [name, bar, words, button] = ["strong", "progress", "small", "button"].map((each) => line.querySelector(each));
  name.textContent = file.name;
  bar.setAttribute("aria-label", `Transfer of ${file.name}`);
  list.prepend(line);
  const send = async () => {
    const stop = new AbortController();
    words.textContent = "Begins …";
    button.textContent = "Stop";
    button.onclick = () => stop.abort();
    try {
      const asset = await upload(file, { stop: stop.signal, tell: (part) => { bar.value = part; words.textContent = part < 1 ? `${Math.round(part * 100)} %` : "Being looked at …"; } });
      const link = document.createElement("a");
      link.href = `/assets/${asset}`;
      link.textContent = "Is here. Look at it";
      words.replaceChildren(link);
      button.remove();
      bar.remove();
      place.dispatchEvent(new CustomEvent("uploaded", { detail: { id: asset, name: file.name }, bubbles: true }));
    } catch (error) {
      words.textContent = error.name === "AbortError" ? "Stopped. It goes on from here." : error.message;
      button.textContent = "Go on";
      button.onclick = send;
    }
  };
  await send();
}

for (const each of document.querySelectorAll("[data-upload]")) startDrop(each);
