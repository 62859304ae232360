// The next pair of tokens before the present one ends. A refresh token is good once, so tabs take turns and tell each other.
const EVERY = 10 * 60_000;
const STAMP = "reelwright:refreshed";

async function refresh(unless) {
  return navigator.locks.request("reelwright-session", async () => {
    if (Date.now() - Number(localStorage.getItem(STAMP)) < unless) return true;
    const answer = await fetch("/api/auth/refresh", { method: "POST" });
    if (answer.ok) localStorage.setItem(STAMP, String(Date.now()));
    return answer.ok;
  });
}

export function keepSignedIn() {
  if (!navigator.locks) return;
  const from = Date.now();
  const look = () => {
    if (document.visibilityState === "visible" && Date.now() - from > EVERY) refresh(EVERY).catch(() => {});
  };
  setInterval(look, 60_000);
  document.addEventListener("visibilitychange", look);
}

export async function resume() {
  const form = document.querySelector("form[data-continue]");
  if (!form || !navigator.locks) return;
  form.hidden = true;
  const next = form.dataset.continue;
  try {
    location.replace((await refresh(5000)) ? next : `/login?next=${encodeURIComponent(next)}`);
  } catch {
    form.hidden = false;
  }
}
