// A file chosen or dropped becomes the text of a field; lines that are named are shown in it.
const put = async (file, field) => {
  field.value = await file.text();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
for (const each of document.querySelectorAll("[data-text-into]")) {
  each.addEventListener("change", () => { if (each.files[0]) put(each.files[0], document.querySelector(each.dataset.textInto)); });
}
for (const each of document.querySelectorAll("[data-drop-text]")) {
  each.addEventListener("dragover", (event) => { event.preventDefault(); each.classList.add("over"); });
  each.addEventListener("dragleave", () => each.classList.remove("over"));
  each.addEventListener("drop", (event) => {
    event.preventDefault();
    each.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) put(file, document.querySelector(each.dataset.dropText));
  });
}
for (const each of document.querySelectorAll("[data-line]")) {
  each.addEventListener("click", () => {
    const field = document.querySelector("#f-text");
    const lines = field.value.split("\n");
    const at = lines.slice(0, each.dataset.line - 1).join("\n").length + (each.dataset.line > 1 ? 1 : 0);
    field.focus();
    field.setSelectionRange(at, at + (lines[each.dataset.line - 1] ?? "").length);
    field.scrollTop = (field.scrollHeight / lines.length) * Math.max(0, each.dataset.line - 4);
  });
}
