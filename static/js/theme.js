// Light or dark. Loaded in the head, before anything is drawn, so that the remembered choice never flashes.
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the system's choice holds
    }
  };

  const remember = (theme) => {
    try {
      // The system's own choice needs no memory: it may change at dusk.
      if (theme === system()) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // Nothing to do: the choice lasts until the page is left.
    }
  };

  const system = () => (dark.matches ? "dark" : "light");
  const current = () => root.dataset.theme || system();

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  };

  show(remembered());

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const label = () => {
      button.setAttribute("aria-pressed", String(current() === "dark"));
    };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const theme = current() === "dark" ? "light" : "dark";
      show(theme);
      remember(theme);
      label();
    });
    dark.addEventListener("change", label);
  });
})();
