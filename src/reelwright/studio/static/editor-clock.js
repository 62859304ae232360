// Where in the video everybody is. Times are seconds; the playhead stands on whole frames.
export class Clock extends EventTarget {
  time = 0;
  duration = 0;
  fps = 25;

  set(time, from = "") {
    const last = Math.max(0, this.duration - 1 / this.fps);
    const frame = Math.round(Math.min(Math.max(time, 0), last) * this.fps + (from === "film" ? -0.5 : 0));
    const next = from === "film" ? Math.min(time, last) : Math.max(0, frame) / this.fps;
    if (next === this.time && from !== "again") return;
    this.time = next;
    this.dispatchEvent(new CustomEvent("time", { detail: { from } }));
  }

  step(frames) { this.set(Math.round(this.time * this.fps + frames) / this.fps); }
}

export function clocked(seconds, digits = 2) {
  const sign = seconds < 0 ? "−" : "";
  const all = Math.abs(seconds), minutes = Math.floor(all / 60 + 1e-9);
  const rest = (all - minutes * 60).toFixed(digits).padStart(digits ? 3 + digits : 2, "0");
  return `${sign}${minutes}:${rest}`;
}

// Seconds of "1:02.5" or "62.5"; NaN for what is no time.
export function secondsOf(text) {
  const parts = text.trim().replace(",", ".").split(":");
  return parts.length > 3 || parts.some((part) => !/^\d*\.?\d*$/.test(part) || part === "") ? NaN : parts.reduce((all, part) => all * 60 + Number(part), 0);
}
