// Light, dark, or as the device is. Kept in a cookie, so that pages arrive in the right colours.
const ROOT = document.documentElement;

export function startTheme() {
  const next = document.querySelector("[data-theme-next]");
  if (next) {
    next.hidden = false;
    next.addEventListener("click", () => {
      const { theme } = ROOT.dataset;
      const isDark = theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
      set(isDark ? "light" : "dark");
    });
  }
  document.querySelector("[data-themes]")?.addEventListener("change", ({ target }) => set(target.value));
}

function set(theme) {
  ROOT.dataset.theme = theme;
  document.cookie = `reelwright_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  const choice = document.querySelector(`[data-themes] [value="${theme}"]`);
  if (choice) choice.checked = true;
}
