import { makeSvg } from "../core/dom.js";
import { markPoint, neighbour, pathOf } from "./geometry.js";

export { loadPicture } from "../core/pictures.js";

const SIZE = 1024;
const MARKS = { positive: "M-14 1-4 11 15-11", unsure: "M-8-7c0-12 17-12 17-1 0 8-9 6-9 14M0 14v2", bad_imagery: "M-11-11 11 11M11-11-11 11" };

/** One tile on the screen: its picture, its superpixels, and what each is marked as. */
export class TileView {
  points = new Map();
  #parts = new Map();
  #focused = null;

  /** `describe(number, total, where, answer)` gives a superpixel's name for a screen reader. */
  constructor(tile, picture, outlines, answers, describe) {
    Object.assign(this, { tile, answers, describe });
    this.without = new Set(tile.without_data);
    this.numbers = Object.keys(outlines).map(Number).filter((number) => !this.without.has(number)).sort((one, other) => one - other);
    this.element = document.createElement("div");
    this.element.className = "tile";
    picture.className = "tile__picture";
    picture.draggable = false;
    this.element.append(picture, this.#draw(outlines));
    this.numbers.forEach((number) => this.refresh(number));
    this.#makeReachable(this.numbers[0]);
  }

  get focused() {
    return this.#focused;
  }

  /** The superpixel under an event's target or a point of the window; null beside them. */
  static numberAt(clientX, clientY) {
    const number = document.elementFromPoint(clientX, clientY)?.dataset?.superpixel;
    return number ? Number(number) : null;
  }

  focus(number = this.#focused ?? this.numbers[0]) {
    this.#makeReachable(number);
    this.#parts.get(number).shape.focus({ preventScroll: true });
  }

  /** Move the focus by an arrow key, Home or End. */
  moveFocus(key) {
    const from = this.#focused ?? this.numbers[0];
    const to = { Home: this.numbers[0], End: this.numbers.at(-1) }[key] ?? neighbour(this.points, from, key);
    if (to !== null) this.focus(to);
  }

  /** Draw a superpixel as its answer says. */
  refresh(number) {
    const { shape, mark } = this.#parts.get(number);
    const answer = this.answers.get(number);
    shape.dataset.answer = mark.dataset.answer = answer ?? "";
    shape.setAttribute("aria-selected", String(answer !== null));
    shape.setAttribute("aria-label", this.describe(this.numbers.indexOf(number) + 1, this.numbers.length, placeOf(this.points.get(number)), answer));
    mark.querySelector(".mark__sign").setAttribute("d", MARKS[answer] ?? "");
  }

  #draw(outlines) {
    const svg = makeSvg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "tile__parts", role: "listbox", "aria-multiselectable": "true" });
    svg.append(makeSvg("path", { class: "tile__halo", d: this.numbers.map((number) => pathOf(outlines[number])).join("") }));
    const shapes = this.numbers.map((number) => this.#drawPart(number, outlines[number]));
    const marks = this.numbers.map((number) => this.#parts.get(number).mark);
    this.ring = makeSvg("path", { class: "tile__focus", "aria-hidden": "true" });
    svg.append(...this.#drawWithoutData(outlines), ...shapes, this.ring, ...marks);
    return svg;
  }

  /** What shows no imagery is no part to answer: drawn under the parts, and neither tapped nor reached by keys. */
  #drawWithoutData(outlines) {
    const d = [...this.without].map((number) => pathOf(outlines[number] ?? [])).join("");
    return d ? [makeSvg("path", { class: "tile__without", d, "aria-hidden": "true" })] : [];
  }

  #drawPart(number, rings) {
    const point = markPoint(rings);
    this.points.set(number, point);
    const shape = makeSvg("path", { class: "part", d: pathOf(rings), role: "option", tabindex: "-1", "data-superpixel": number });
    const mark = makeSvg("g", { class: "mark", transform: `translate(${point.map(Math.round).join(" ")})`, "aria-hidden": "true" });
    mark.append(makeSvg("circle", { class: "mark__disc", r: "24" }), makeSvg("path", { class: "mark__sign" }));
    shape.addEventListener("focus", () => this.#makeReachable(number));
    this.#parts.set(number, { shape, mark });
    return shape;
  }

  /** One superpixel at a time is a tab stop; arrows move between them. */
  #makeReachable(number) {
    this.#parts.get(this.#focused)?.shape.setAttribute("tabindex", "-1");
    this.#focused = number;
    const { shape } = this.#parts.get(number);
    shape.setAttribute("tabindex", "0");
    // Neighbours are drawn over a shape's own stroke.
    this.ring.setAttribute("d", shape.getAttribute("d"));
  }
}

/** "upper left" … "lower right", from a point in pixels. */
export function placeOf([column, row]) {
  const rows = [gettext("upper"), gettext("middle"), gettext("lower")];
  const columns = [gettext("left"), gettext("centre"), gettext("right")];
  const third = (value) => Math.min(2, Math.floor((value * 3) / SIZE));
  return `${rows[third(row)]} ${columns[third(column)]}`;
}
