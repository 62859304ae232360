// A video that was brought in here is chosen at once; captions become the transcript.
import "./uploads.js";
document.addEventListener("uploaded", async ({ detail }) => {
  const answer = await fetch(`/api/assets/${detail.id}`);
  if (!answer.ok) return;
  const asset = (await answer.json()).data;
  const field = document.getElementById({ video: "f-source", captions: "f-transcript" }[asset.kind] ?? "");
  if (!field) return;
  if (field.id === "f-transcript") field.closest("details").open = true;
  field.append(new Option(asset.name, asset.id, true, true));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
