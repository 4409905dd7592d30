/* Lets the part of a picture that is asked about be drawn on it. The numbers of the form stay what counts. */

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 5; // percent

  const make = (name, className) => {
    const element = document.createElementNS(SVG, name);
    element.setAttribute("class", className);
    return element;
  };

  const start = (form) => {
    const layers = form.closest(".shot").querySelector(".shot__layers");
    const width = Number(form.dataset.width);
    const height = Number(form.dataset.height);
    const fields = ["left", "upper", "width", "height"].map((name) => form.elements[name]);

    const svg = make("svg", "shot__part");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-hidden", "true");
    const shade = make("path", "shot__part-shade");
    shade.setAttribute("fill-rule", "evenodd");
    const edge = make("rect", "shot__part-edge");
    svg.append(shade, edge);
    layers.append(svg);

    const draw = () => {
      const [left, upper, wide, high] = fields.map((field) => Number(field.value) || 0);
      const [x, y] = [(left * width) / 100, (upper * height) / 100];
      const [w, h] = [Math.min((wide * width) / 100, width - x), Math.min((high * height) / 100, height - y)];
      for (const [name, value] of Object.entries({ x, y, width: Math.max(w, 0), height: Math.max(h, 0) })) {
        edge.setAttribute(name, value);
      }
      shade.setAttribute("d", `M0 0H${width}V${height}H0ZM${x} ${y}h${w}v${h}h${-w}Z`);
    };

    // A pointer's place in percent of the picture, which may stand in the middle of a wider box.
    const place = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [(100 * point.x) / width, (100 * point.y) / height].map((value) => Math.min(Math.max(value, 0), 100));
    };

    let from = null;
    svg.addEventListener("pointerdown", (event) => {
      from = place(event);
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(event);
      const sides = [0, 1].map((axis) => Math.abs(to[axis] - from[axis]));
      if (Math.max(...sides) < 1) return; // a tap
      const starts = [0, 1].map((axis) => Math.min(to[axis], from[axis], 100 - SMALLEST));
      [...starts, ...sides.map((side) => Math.max(side, SMALLEST))].forEach((value, index) => {
        fields[index].value = value.toFixed(1);
      });
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (from = null));

    form.addEventListener("input", draw);
    form.querySelector("[data-crop-hint]").hidden = false;
    form.querySelector("[data-crop-plain]").hidden = true;
    draw();
  };

  const startAll = () => {
    for (const form of document.querySelectorAll("[data-crop]:not([data-crop-ready])")) {
      form.setAttribute("data-crop-ready", "");
      start(form);
    }
  };

  startAll();
  document.addEventListener("htmx:afterSettle", startAll); // the answer came after the page
})();
