// Parts of a page that are fetched anew without leaving it: a region is an element with an id and data-region.
export async function renew(ids, address = location.href, options = {}) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  if (answer.redirected && new URL(answer.url).pathname !== new URL(address, location.href).pathname) return location.assign(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh || old.querySelector(":is(input, textarea, select):focus")) continue; // nobody's typing is taken away
    old.replaceWith(document.importNode(fresh, true));
  }
  document.dispatchEvent(new CustomEvent("regions:renewed"));
}

export function regionsHere() {
  return [...document.querySelectorAll("[data-region][id]")].map((each) => each.id);
}

export function startRegions() {
  for (const form of document.querySelectorAll("form[data-filter]")) filter(form);
  for (const form of document.querySelectorAll("form[data-estimate]")) estimate(form);
  setInterval(() => { // what goes on without a job tells nobody: it is looked at
    const isRead = document.querySelector("[data-region] :is(:popover-open, details[open])");
    if (!document.hidden && !isRead && document.querySelector("[data-renew]")) renew(regionsHere()).catch(() => {});
  }, 4000);
}

function filter(form) {
  const region = form.dataset.filter.slice(1);
  const show = () => {
    const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = `${form.action}?${wanted}`;
    history.replaceState(null, "", address);
    renew([region], address).catch(() => location.assign(address));
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); show(); });
}

function estimate(form) {
  const button = form.querySelector("button[value=estimate]");
  let waiting, asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "estimate");
    if (!(body.get(body.get("source") === "topic" ? "topic" : "text") ?? "").trim()) return;
    const answer = await fetch(form.action, { method: "POST", body });
    if (mine !== asked || answer.status !== 200) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("estimate").replaceWith(document.importNode(page.getElementById("estimate"), true));
  };
  button.hidden = true;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => ask().catch(() => (button.hidden = false)), 600); });
  ask().catch(() => (button.hidden = false));
}
