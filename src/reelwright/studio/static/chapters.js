// Chapters of an episode: a press plays from there, and the one that is heard is marked.
document.addEventListener("click", ({ target }) => {
  const at = target.closest("[data-at]")?.dataset.at;
  const player = document.querySelector("[data-player]");
  if (at === undefined || !player) return;
  player.currentTime = Number(at);
  player.play().catch(() => {}); // a browser that wants another press first
});
document.querySelector("[data-player]")?.addEventListener("timeupdate", ({ target }) => {
  const chapters = [...document.querySelectorAll("[data-at]")];
  const now = chapters.filter((each) => Number(each.dataset.at) <= target.currentTime + 0.05).at(-1);
  for (const each of chapters) each === now ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current");
});
