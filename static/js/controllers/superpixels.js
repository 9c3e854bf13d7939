import { ApiError, getJSON, postJSON } from "../core/api.js";
import { camelCase, register, targets, values } from "../core/controllers.js";
import { pathOf } from "../labeling/geometry.js";

const SETTLE_MS = 350;
const POLL_MS = 600;
const SLIDERS = ["n_segments", "compactness", "sigma"];
const FIELDS = [...SLIDERS, "zoom"];

/**
 * Shows how three tiles of the region are cut as the sliders say.
 *
 * A change is sent when the slider rests; the worker draws the newest request only, and an answer to an older one is
 * not drawn. Targets: tile-0 to tile-2, hint, sees.
 */
class SuperpixelsController {
  constructor(form) {
    this.form = form;
    this.targets = targets(form, "superpixels");
    this.values = values(form, "superpixels");
    this.tiles = [0, 1, 2].map((position) => new PreviewedTile(this.targets[camelCase(`tile-${position}`)], () => this.request()));
    this.metres = JSON.parse(this.values.metres);
    this.round = 0;
  }

  connect() {
    this.show();
    this.request();
  }

  disconnect() {
    this.abort?.abort();
    clearTimeout(this.timer);
  }

  change() {
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.request(), SETTLE_MS);
  }

  deal() {
    this.round += 1;
    this.request();
  }

  /** The sliders' numbers, and what they mean on the ground. */
  show() {
    for (const name of SLIDERS) this.form.querySelector(`output[for="id_${name}"]`).textContent = this.form.elements[name].value;
    const width = this.metres[this.form.elements.zoom.value];
    const n = Number(this.form.elements.n_segments.value);
    const words = gettext("A volunteer sees a picture %(width)s m wide, cut into about %(n)s parts, each about %(part)s m across.");
    this.targets.sees.textContent = interpolate(words, { width: rounded(width), n, part: rounded(width / Math.sqrt(n)) }, true);
    this.targets.sees.hidden = false;
  }

  async request() {
    this.disconnect();
    this.abort = new AbortController();
    this.tiles.forEach((tile) => tile.wait());
    const settings = Object.fromEntries(FIELDS.map((name) => [name, Number(this.form.elements[name].value)]));
    await this.#try(() => postJSON(this.values.url, { ...settings, deal: this.round }, { signal: this.abort.signal }));
  }

  async #follow() {
    await this.#try(() => getJSON(this.values.url, { signal: this.abort.signal }));
  }

  async #try(ask) {
    const { signal } = this.abort;
    try {
      const preview = await ask();
      await Promise.all(preview.tiles.map((tile) => this.tiles[tile.position].show(tile, signal)));
      this.targets.hint.textContent = preview.hint;
      if (!preview.is_drawn && !signal.aborted) this.timer = setTimeout(() => this.#follow(), POLL_MS);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      this.targets.hint.textContent = error.message;
      this.tiles.forEach((tile) => tile.stop());
    }
  }
}

/** One picture with its outlines, and what is to be said about it. */
class PreviewedTile {
  constructor(figure, retry) {
    Object.assign(this, { figure, retry });
    this.picture = figure.querySelector("img");
    this.lines = figure.querySelectorAll("path");
    this.caption = figure.querySelector("figcaption");
    this.shown = "";
  }

  wait() {
    this.#say("reading", this.picture.hidden ? gettext("Reading the picture…") : gettext("Cutting anew…"));
  }

  stop() {
    this.#say("stopped", "");
  }

  async show(tile, signal) {
    if (!tile.is_current) return;
    if (tile.state === "ready") await this.#draw(tile, signal);
    else this.#clear();
    if (tile.state === "failed") this.#sayFailure(tile.failure);
    else if (tile.state === "no_imagery") this.#say("no_imagery", gettext("No imagery here. Other pictures may have some."));
    else this.#say("ready", interpolate(ngettext("%(n)s part", "%(n)s parts", tile.n_superpixels), { n: tile.n_superpixels }, true));
  }

  async #draw(tile, signal) {
    if (this.shown === tile.outlines) return;
    const outlines = await getJSON(tile.outlines, { signal });
    const path = Object.values(outlines).map(pathOf).join("");
    for (const line of this.lines) line.setAttribute("d", path);
    if (this.picture.getAttribute("src") !== tile.picture) this.picture.src = tile.picture;
    this.picture.hidden = false;
    this.shown = tile.outlines;
  }

  #clear() {
    for (const line of this.lines) line.setAttribute("d", "");
    this.picture.hidden = true;
    this.shown = "";
  }

  #sayFailure(words) {
    this.#say("failed", words);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--chip";
    button.textContent = gettext("Try again");
    button.addEventListener("click", this.retry);
    this.caption.append(" ", button);
  }

  #say(state, words) {
    this.figure.dataset.state = state;
    if (this.caption.textContent !== words) this.caption.textContent = words;
  }
}

const rounded = (metres) => Number(metres.toPrecision(2)).toLocaleString(document.documentElement.lang);

register("superpixels", SuperpixelsController);
