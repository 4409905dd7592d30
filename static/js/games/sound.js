// Short sounds made on the spot, off until somebody wants them: <button data-sound-switch hidden>, and what htmx puts
// in place says which to play: <p data-sound="right">.
(() => {
  const KEY = "sound";
  const NOTES = {
    turn: [[520, 0, 0.06]],
    right: [[660, 0, 0.1], [880, 0.09, 0.18]],
    pair: [[587, 0, 0.09], [784, 0.08, 0.09], [988, 0.16, 0.2]],
    wrong: [[240, 0, 0.14], [190, 0.12, 0.2]],
    end: [[523, 0, 0.12], [659, 0.12, 0.12], [784, 0.24, 0.12], [1047, 0.36, 0.35]],
  };

  let context = null;

  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch {
      return false; // storage is switched off: silence
    }
  };

  let on = remembered();

  const remember = () => {
    try {
      if (on) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch {
      // Nothing to do: the choice lasts until the page is left.
    }
  };

  const tone = (pitch, start, length) => {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    const from = context.currentTime + start;
    oscillator.type = "triangle";
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.16, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, from + length);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(from + length + 0.02);
  };

  const play = (name) => {
    if (!on || !NOTES[name]) return;
    context = context || new AudioContext();
    NOTES[name].forEach((note) => tone(...note));
  };

  const show = () => {
    document.querySelectorAll("[data-sound-switch]").forEach((button) => {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(on));
    });
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sound-switch]")) return;
    on = !on;
    remember();
    show();
    play("right");
  });

  let found = document.querySelectorAll(".turn--found").length;

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "table") return;
    show();
    const before = found;
    found = document.querySelectorAll(".turn--found").length;
    const sounding = event.target.querySelector("[data-sound]");
    if (sounding) play(sounding.dataset.sound === "turn" && found > before ? "pair" : sounding.dataset.sound);
  });

  show();
})();
