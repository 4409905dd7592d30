// Suggestions for a field: <input data-suggest="/suggest/" role="combobox" aria-controls="…">, as an accessible
// list: arrows walk, Enter takes, Esc closes. Without it the field is an ordinary one.
(() => {
  const PAUSE = 120; // milliseconds without a key before asking
  const LEAST = 2; // letters

  const optionOf = (suggestion, number) => {
    const option = document.createElement("li");
    option.className = "combo__option";
    option.id = `suggestion-${number}`;
    option.role = "option";
    option.ariaSelected = "false";
    option.dataset.value = suggestion.title;
    option.append(suggestion.title);
    if (suggestion.matched && suggestion.matched !== suggestion.title) {
      const matched = document.createElement("small");
      matched.textContent = suggestion.matched;
      option.append(matched);
    }
    return option;
  };

  const prepare = (input) => {
    if (input.dataset.ready) return;
    input.dataset.ready = "yes";
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const status = document.getElementById(input.dataset.status);
    let current = -1;
    let timer = 0;
    let asked = 0;

    const options = () => Array.from(list.children);

    const close = () => {
      asked += 1; // an answer still on its way is late
      clearTimeout(timer);
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (index) => {
      current = index;
      options().forEach((option, number) => (option.ariaSelected = String(number === index)));
      if (index < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map(optionOf));
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(-1);
      const count = suggestions.length;
      status.textContent = count === 1 ? "One suggestion." : `${count || "No"} suggestions.`;
    };

    const ask = async () => {
      const mine = (asked += 1);
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" } });
        const { suggestions } = await response.json();
        if (mine === asked) show(suggestions);
      } catch {
        if (mine === asked) close(); // typing goes on without suggestions
      }
    };

    const take = (option) => {
      input.value = option.dataset.value;
      close();
      input.focus();
    };

    const walk = (step) => {
      const count = options().length;
      if (list.hidden || !count) return;
      mark(((current + step + (current < 0 && step < 0 ? 1 : 0)) % count + count) % count);
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < LEAST) return close();
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // an input method has the keys
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        walk(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        take(options()[current]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    if (document.activeElement === input && input.value.trim().length >= LEAST) ask(); // typed before we were there
  };

  const prepareAll = () => document.querySelectorAll("input[data-suggest]").forEach(prepare);
  document.addEventListener("htmx:afterSettle", prepareAll);
  prepareAll();
})();
