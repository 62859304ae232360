// What every page does once it is there. Without scripts all forms and links still work.
import { startLive } from "./live.js";
import { forgetDrafts, keepDrafts } from "./drafts.js";
import { keepSignedIn, resume } from "./session.js";
import { startRegions } from "./regions.js";
import { startTheme } from "./theme.js";
import { toast } from "./toast.js";

for (const each of document.querySelectorAll("[data-copy]")) {
  each.hidden = !navigator.clipboard;
  each.addEventListener("click", async () => {
    const field = document.querySelector(each.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    toast("Copied.");
  });
}
document.querySelector("[data-focus]")?.focus({ preventScroll: false });

const address = new URL(location.href);
if (address.searchParams.has("done")) {
  if (/^(approved|begun|making)$|started$/.test(address.searchParams.get("done"))) forgetDrafts();
  address.searchParams.delete("done"); // so that a reload does not say it again
  history.replaceState(history.state, "", address);
}
for (const each of document.querySelectorAll(".toasts .toast")) toast.fade(each);

const reset = document.querySelector("form[data-reset]");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
if (reset && token) {
  reset.elements.token.value = token;
  reset.elements.token.closest(".field").hidden = true;
}
// a second click must not start a second job
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (!defaultPrevented && submitter && target.method === "post") setTimeout(() => (submitter.disabled = true));
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const each of document.querySelectorAll("button:disabled")) each.disabled = false;
});

document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // tabs that do not fit scroll

startTheme();
startRegions();
keepDrafts();
resume();
if ("signedIn" in document.body.dataset) keepSignedIn();
if ("live" in document.body.dataset) startLive();
