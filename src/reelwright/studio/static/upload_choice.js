// A file that was brought in here is chosen at once, in the field that takes its kind (`data-takes="audio video"`).
import "./uploads.js";
document.addEventListener("uploaded", async ({ detail }) => {
  const answer = await fetch(`/api/assets/${detail.id}`);
  if (!answer.ok) return;
  const asset = (await answer.json()).data;
  const field = [...document.querySelectorAll("select[data-takes]")].find((each) => each.dataset.takes.split(" ").includes(asset.kind));
  if (!field) return;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  if (![...field.options].some((each) => each.value === asset.id)) field.append(new Option(asset.name, asset.id));
  field.value = asset.id;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
