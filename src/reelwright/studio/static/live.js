// Progress as it happens: one WebSocket for all of the user's jobs, which comes back by itself and misses nothing.
import { regionsHere, renew } from "./regions.js";
import { toast } from "./toast.js";

const ENDED = { completed: "is ready", failed: "could not be made", cancelled: "was stopped" };
const TURNING = ["queued", "started", "waiting", "approved", "retried", ...Object.keys(ENDED)];
const STAGES = new Map();
let last = null, pause = 1000, renewing;

export function startLive() {
  for (const each of document.querySelectorAll("[data-notify]")) offerNotice(each);
  document.addEventListener("regions:renewed", () => document.querySelectorAll("[data-notify]").forEach(offerNotice));
  connect();
}

function connect() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  addEventListener("pagehide", () => { socket.onclose = null; socket.close(); }, { once: true });
  socket.onopen = () => {
    pause = 1000;
    socket.send(JSON.stringify({ type: "subscribe", all: true, ...(last !== null && { after: last }) }));
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "heartbeat") socket.send('{"type":"pong"}');
    if (message.type === "subscribed") last ??= message.after;
    if (message.type === "event") {
      last = message.id;
      show(message);
    }
  };
  socket.onclose = ({ code }) => {
    if (code === 4401 || code === 4403) return; // signed out; the next page says so
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, 30_000);
  };
}

function show({ jobId, kind, data }) {
  const places = document.querySelectorAll(`[data-job="${CSS.escape(jobId)}"]`);
  for (const place of places) {
    set(place, "[data-live-progress]", (bar) => (bar.value = data.progress));
    set(place, "[data-live-left]", (line) => (line.textContent = `${data.progress} %${left(data.estimatedTime)}`));
    for (const step of place.querySelectorAll("[data-stage]")) STAGES.set(step.dataset.stage, step.textContent);
    if (STAGES.has(data.stage)) set(place, "[data-live-stage]", (line) => (line.textContent = STAGES.get(data.stage)));
    if (kind === "progress") {
      for (const step of place.querySelectorAll('[data-state="later"]')) if (step.dataset.stage === data.stage) soon();
    }
  }
  if (TURNING.includes(kind) || kind === "stage") soon();
  if (kind in ENDED && places.length) tell(places[0], kind);
}

function soon() {
  clearTimeout(renewing);
  renewing = setTimeout(() => renew(regionsHere().filter((id) => id !== "estimate")).then(reloadPlayer).catch(() => {}), 400);
}

function reloadPlayer() {
  // the finished video's page has a player, files and buttons which the waiting one had not
  const isDone = document.querySelector("#work") && !document.querySelector("#work [data-job]") && !document.querySelector(".player video, .player audio, .player img");
  if (isDone) location.reload();
}

function tell(place, kind) {
  const name = place.querySelector(".name")?.textContent ?? document.querySelector("h1").textContent;
  toast(`${name} ${ENDED[kind]}.`);
  if (document.hidden && globalThis.Notification?.permission === "granted") new Notification(name, { body: `Your video ${ENDED[kind]}.` });
}

function offerNotice(button) {
  button.hidden = !globalThis.Notification || Notification.permission !== "default";
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    button.hidden = true;
    toast(Notification.permission === "granted" ? "You will be told." : "Your browser does not allow it.");
  });
}

function left(seconds) {
  if (!seconds) return "";
  return ` · about ${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")} left`;
}

function set(place, selector, change) {
  const found = place.matches(selector) ? place : place.querySelector(selector);
  if (found) change(found);
}
