// Keys for games: a number presses what carries it (<button data-key="3">), and the focus goes where the next step is
// (<h2 data-focus tabindex="-1">) once htmx has put a new part in its place, or a whole page has come instead.
(() => {
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

  // A form that htmx has just put in place is not yet its own: for these milliseconds the key waits.
  const press = (button) => {
    if (document.querySelector("#table.htmx-settling, #table.htmx-swapping")) return setTimeout(press, 25, button);
    button.focus({ preventScroll: true });
    button.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || typing(event.target)) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button || button.disabled) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return; // theirs
    event.preventDefault();
    press(button);
  });

  // Touch keyboards would jump up over the frame: there the head of the table takes the focus of a field.
  const touch = window.matchMedia("(hover: none)").matches;

  // Whoever is quicker than htmx sends a form as a browser does, and gets a page: that too leads on.
  const told = document.querySelector("#table .told [data-focus], #table button[data-focus]");
  if (told) told.focus({ preventScroll: true });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "table") return;
    const place = event.target.querySelector("[data-focus]");
    if (!place) return;
    const field = touch && place.matches("input");
    (field ? event.target.querySelector("[data-focus-touch]") : place).focus({ preventScroll: !touch });
  });
})();
