// What was typed survives a reload, a lost connection and an expired sign-in; it is kept in this tab only.
export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const name = `draft:${form.dataset.keep}`;
    const isOurs = !location.search && !document.querySelector("[data-focus]"); // the server gave back what it refused
    const kept = isOurs && sessionStorage.getItem(name);
    if (kept) fill(form, JSON.parse(kept));
    form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"))));
  }
}

export function forgetDrafts() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("draft:")) sessionStorage.removeItem(name);
}

function fill(form, rows) {
  const by = new Map();
  for (const [field, value] of rows) by.set(field, [...(by.get(field) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "password" || field.tagName === "BUTTON") continue;
    const values = by.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}
