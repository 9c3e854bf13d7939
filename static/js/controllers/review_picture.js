import { getJSON } from "../core/api.js";
import { make, makeSvg } from "../core/dom.js";
import { loadPicture } from "../core/pictures.js";

const SIZE = 1024;
const KEPT = 40;
const VIEW = "review-view";
/** Answered for a picture that was deleted, as the terms of its source ask. */
const GONE = 410;

/** Details, outlines and pictures of findings, fetched once each and ahead of time. */
export class Evidence {
  /** `addressed` completes an address, as a sample needs it. */
  constructor(detectionsUrl, addressed = (address) => address) {
    this.detectionsUrl = detectionsUrl;
    this.addressed = addressed;
    this.kept = new Map();
  }

  /** A promise of `{ detail, parts, missing }`: of each tile that shows the finding its outlines and picture, null where
   * the server no longer keeps them; `missing` is why the main tile has no picture, as an ApiError. */
  of(id) {
    if (!this.kept.has(id)) {
      const promise = this.fetch(id);
      promise.catch(() => this.kept.delete(id));
      this.kept.set(id, promise);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    }
    return this.kept.get(id);
  }

  async fetch(id) {
    const detail = await getJSON(this.addressed(`${this.detectionsUrl}${id}/`));
    const parts = await Promise.all(detail.pictures.map((part) => this.part(part)));
    const main = parts.find((part) => part.tile === detail.tile);
    return { detail, parts, missing: main ? main.missing : new Error() };
  }

  async part(part) {
    let missing = null;
    const [outlines, picture] = await Promise.all([
      part.superpixels.length ? getJSON(part.outlines).catch(() => null) : null,
      loadPicture(part.picture).catch((error) => { missing = error; return null; }),
    ]);
    return { ...part, outlines, image: picture, missing };
  }

  /** What the server answered after a decision takes the place of what was fetched before. */
  async update(detail) {
    const before = await this.of(detail.id);
    this.kept.set(detail.id, Promise.resolve({ ...before, detail }));
  }

  forget(id) {
    this.kept.delete(id);
  }
}

function reasonOf(error) {
  return error?.status ? error.message : gettext("The picture of this tile is no longer stored. Run the search again to fetch it.");
}

function readView() {
  try {
    return JSON.parse(localStorage.getItem(VIEW)) ?? {};
  } catch {
    return {};
  }
}

/** The picture with its superpixels. Whether outlines are drawn and how close it is stay as the editor left them, from
 * one finding to the next and to the next visit; holding a key takes the outlines away for as long. */
export class Viewer {
  constructor({ viewer, stage, picture, outlines, note, again, credit }) {
    Object.assign(this, { viewer, stage, picture, outlines, note, again, credit, view: readView() });
    this.bare(this.isBare);
  }

  remember(changes) {
    Object.assign(this.view, changes);
    try {
      localStorage.setItem(VIEW, JSON.stringify(this.view));
    } catch {
      // It stays until the page is left.
    }
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  clear(text) {
    this.picture.hidden = this.again.hidden = true;
    this.neighbours([]);
    this.outlines.replaceChildren();
    this.credit.textContent = "";
    this.say(text);
  }

  show({ detail, parts, missing }) {
    const main = parts.find((part) => part.tile === detail.tile);
    this.picture.hidden = !main?.image;
    if (main?.image) this.place(this.picture, main, detail.window);
    this.picture.alt = interpolate(gettext("Satellite picture of finding %s"), [detail.place ?? detail.id]);
    this.neighbours(parts.filter((part) => part !== main && part.image), detail.window);
    this.credit.textContent = main?.image ? detail.attribution : "";
    this.again.hidden = missing?.status !== GONE;
    this.say(main?.image ? "" : reasonOf(missing));
    this.outlines.setAttribute("viewBox", `0 0 ${detail.window} ${detail.window}`);
    this.outlines.style.setProperty("--zoom", detail.window / SIZE);
    this.outlines.replaceChildren(...parts.filter((part) => part.outlines).map((part) => drawOutlines(part)));
    this.stage.style.transformOrigin = middleOf(parts, detail.window);
    this.stage.classList.toggle("viewer__stage--zoomed", Boolean(this.view.close));
  }

  /** The tiles beside the main one, in which the finding goes on. */
  neighbours(parts, side) {
    for (const old of this.stage.querySelectorAll(".viewer__neighbour")) old.remove();
    for (const part of parts) {
      const image = make("img", { class: "viewer__neighbour", alt: "", width: SIZE, height: SIZE });
      this.place(image, part, side);
      this.outlines.before(image);
    }
  }

  place(image, { image: { src }, left, top }, side) {
    image.src = src;
    const share = (pixels) => `${(100 * pixels) / side}%`;
    Object.assign(image.style, { left: share(left), top: share(top), width: share(SIZE), height: share(SIZE) });
  }

  get isBare() {
    return Boolean(this.view.bare);
  }

  bare(on) {
    this.viewer.classList.toggle("viewer--bare", on);
  }

  /** Closer to where the editor points; by key, to the middle of the finding. */
  zoom(event = null) {
    const box = this.stage.getBoundingClientRect();
    const close = this.stage.classList.toggle("viewer__stage--zoomed");
    this.remember({ close });
    if (!close || !event) return;
    const share = (at, from, length) => `${(100 * (at - from)) / length}%`;
    this.stage.style.transformOrigin = `${share(event.clientX, box.left, box.width)} ${share(event.clientY, box.top, box.height)}`;
  }
}

/** The middle of the positive superpixels, in shares of the window. */
function middleOf(parts, side) {
  const points = parts.flatMap(({ outlines, superpixels, left, top }) =>
    superpixels.flatMap((number) => (outlines?.[number]?.[0] ?? []).map(([x, y]) => [left + x, top + y])));
  if (!points.length) return "50% 50%";
  const middle = (axis) => {
    const along = points.map((point) => point[axis]);
    return `${(50 * (Math.min(...along) + Math.max(...along))) / side}%`;
  };
  return `${middle(0)} ${middle(1)}`;
}

/** Faint lines for all superpixels; the positive ones doubled and with their probability. */
function drawOutlines({ outlines, superpixels, probabilities, left, top }) {
  const positive = new Set(superpixels);
  const faint = [], casings = [], lines = [], labels = [];
  for (const [number, rings] of Object.entries(outlines)) {
    const path = rings.map((ring) => `M${ring.map((point) => point.join(" ")).join("L")}Z`).join("");
    if (!positive.has(Number(number))) { faint.push(makeSvg("path", { d: path, class: "outline" })); continue; }
    casings.push(makeSvg("path", { d: path, class: "outline--casing" }));
    lines.push(makeSvg("path", { d: path, class: "outline outline--positive" }));
    labels.push(label(rings[0], probabilities[number - 1]));
  }
  const group = makeSvg("g", { transform: `translate(${left} ${top})` });
  group.append(...faint, ...casings, ...lines, ...labels);
  return group;
}

function label(ring, probability) {
  const [x, y] = centroid(ring);
  const at = { x: Math.min(SIZE - 40, Math.max(40, x)), y: Math.min(SIZE - 20, Math.max(30, y)), class: "probability" };
  return makeSvg("text", at, probability === undefined || probability === null ? "" : `${Math.round(probability * 100)}\u00a0%`);
}

function centroid(ring) {
  let area = 0, x = 0, y = 0;
  ring.forEach(([x0, y0], index) => {
    const [x1, y1] = ring[(index + 1) % ring.length];
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return area ? [x / (3 * area), y / (3 * area)] : ring[0];
}
