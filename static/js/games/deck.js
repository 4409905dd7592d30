// A deck of cards under the arrow keys, and the clock beside it.
// <ol data-deck> of buttons: arrows go to the neighbour that is seen there, Home and End to the ends of the deck.
// <b data-clock="83">: seconds that had passed when the page was made; it goes on from there.
(() => {
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };

  const ways = {
    ArrowLeft: (from, to) => [from.x - to.x, Math.abs(from.y - to.y)],
    ArrowRight: (from, to) => [to.x - from.x, Math.abs(from.y - to.y)],
    ArrowUp: (from, to) => [from.y - to.y, Math.abs(from.x - to.x)],
    ArrowDown: (from, to) => [to.y - from.y, Math.abs(from.x - to.x)],
  };

  // The nearest one ahead, where a step aside counts for more than a step ahead.
  const neighbour = (cards, card, way) => {
    const from = middle(card);
    let best = null;
    let least = Infinity;
    cards.forEach((other) => {
      const [ahead, aside] = way(from, middle(other));
      if (ahead < 4 || ahead + 4 * aside >= least) return;
      least = ahead + 4 * aside;
      best = other;
    });
    return best;
  };

  document.addEventListener("keydown", (event) => {
    const deck = event.target.closest?.("[data-deck]");
    if (!deck || event.altKey || event.ctrlKey || event.metaKey) return;
    const cards = Array.from(deck.querySelectorAll("button:not([disabled])"));
    const way = ways[event.key];
    const ends = { Home: cards[0], End: cards[cards.length - 1] };
    const next = way ? neighbour(cards, event.target, way) : ends[event.key];
    if (!way && !(event.key in ends)) return;
    event.preventDefault();
    if (next) next.focus();
  });

  // A card that was turned keeps the focus by its id; after the network's turn it comes back to where it was.
  let last = "";
  document.addEventListener("focusin", (event) => {
    if (event.target.closest("[data-deck]")) last = event.target.id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "table" || event.target.querySelector("[data-focus]")) return;
    const card = document.getElementById(last);
    if (card && document.activeElement === document.body) card.focus({ preventScroll: true });
  });

  const written = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const since = new WeakMap();

  setInterval(() => {
    document.querySelectorAll("[data-clock]").forEach((clock) => {
      if (!since.has(clock)) since.set(clock, performance.now() - Number(clock.dataset.clock) * 1000);
      clock.textContent = written((performance.now() - since.get(clock)) / 1000);
    });
  }, 1000);
})();
