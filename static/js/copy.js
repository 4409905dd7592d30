// Copies the value of a field: <button data-copy="id of the field" hidden>. Shown only where it can work.
(() => {
  if (!navigator.clipboard) return;
  const prepare = (root) => {
    root.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const word = button.querySelector("[data-copy-word]");
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      word.textContent = "Copied";
    } catch {
      field.select();
      word.textContent = "Press Ctrl + C";
    }
    setTimeout(() => (word.textContent = "Copy"), 2000);
  });
  document.addEventListener("htmx:afterSettle", () => prepare(document));
  prepare(document);
})();
