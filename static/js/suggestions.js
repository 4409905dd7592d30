// Fills the list under a field with the shows that may be meant, while somebody types: <input list data-suggestions="address">.
(() => {
  "use strict";

  const PAUSE = 150;
  let timer = 0;
  let asked = 0;

  async function suggest(field) {
    const turn = ++asked;
    const response = await fetch(`${field.dataset.suggestions}?q=${encodeURIComponent(field.value)}`);
    if (!response.ok || turn !== asked) return;
    const { suggestions } = await response.json();
    field.list.replaceChildren(
      ...suggestions.map(({ title, matched }) => {
        const option = document.createElement("option");
        option.value = title;
        option.label = matched;
        return option;
      }),
    );
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("input[data-suggestions]") || !field.value.trim()) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(field).catch(() => {}), PAUSE);
  });
})();
