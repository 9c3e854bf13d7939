import { getJSON } from "../core/api.js";
import { loadPicture } from "./tile_view.js";

const PATIENCE_MS = 600;

/**
 * What lies round the tile on the screen, and the tile on other dates. Asked for only when somebody stays with a
 * tile; whoever goes on leaves no request behind.
 *
 *   const surroundings = new Surroundings({ api, stage, onKnown });
 *   surroundings.follow(view);        // null: nothing is on the screen
 *   surroundings.showAround(true);    // neighbours, dimmed, round the tile
 *   surroundings.nextDate();          // the date now shown, null for the tile's own
 */
export class Surroundings {
  #abort = null;
  #timer = null;
  #index = -1;

  constructor({ api, stage, onKnown }) {
    Object.assign(this, { api, stage, onKnown, neighbours: [], dates: [], around: null, view: null });
  }

  follow(view) {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.showAround(false);
    Object.assign(this, { view, neighbours: [], dates: [] });
    this.#index = -1;
    this.onKnown(this);
    if (!view) return;
    this.#abort = new AbortController();
    this.#timer = setTimeout(() => this.#ask(view, this.#abort.signal).catch(() => {}), PATIENCE_MS);
  }

  get date() {
    return this.dates[this.#index] ?? null;
  }

  showAround(isOn) {
    this.around?.remove();
    this.around = null;
    if (!isOn || !this.view || !this.neighbours.length) return;
    this.around = this.#draw();
    this.stage.append(this.around);
  }

  /** Its own date, then each of the others, then its own again. */
  async nextDate() {
    const { view } = this;
    const index = this.#index + 1 < this.dates.length ? this.#index + 1 : -1;
    const other = index < 0 ? null : await loadPicture(this.dates[index].picture, "");
    if (view !== this.view) return;
    this.#index = index;
    view.element.querySelector(".tile__other")?.remove();
    if (!other) return;
    other.className = "tile__picture tile__other";
    other.draggable = false;
    view.element.querySelector(".tile__parts").before(other);
  }

  async #ask(view, signal) {
    const known = await getJSON(`${this.api}tiles/${view.tile.tile}/surroundings/`, { signal });
    if (view !== this.view) return;
    Object.assign(this, known);
    this.onKnown(this);
  }

  #draw() {
    const grid = document.createElement("div");
    grid.className = "around";
    const pictures = new Map(this.neighbours.map(({ column, row, picture }) => [`${column} ${row}`, picture]));
    for (const row of [-1, 0, 1]) {
      for (const column of [-1, 0, 1]) grid.append(this.#cell(column, row, pictures.get(`${column} ${row}`)));
    }
    return grid;
  }

  #cell(column, row, picture) {
    const isCentre = !column && !row;
    const source = isCentre ? this.view.tile.picture : picture;
    const cell = document.createElement(source ? "img" : "div");
    cell.className = `around__cell${isCentre ? " around__cell--centre" : ""}`;
    if (source) Object.assign(cell, { src: source, alt: isCentre ? "" : gettext("Neighbouring picture"), draggable: false });
    return cell;
  }
}
