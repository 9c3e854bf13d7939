const AHEAD = 4;
const MOST_NAMED = 50;

/**
 * Tiles fetched ahead: the picture decoded and the view built before it is wanted.
 *
 *   const queue = new TileQueue({ ask: (held, count) => ({ tiles, message, progress }), prepare: (tile) => view });
 *   const view = await queue.next();    // null when there is none; `queue.message` says why
 */
export class TileQueue {
  message = "";
  #ready = [];
  #seen = [];
  #filling = null;

  constructor({ ask, prepare, ahead = AHEAD, onAnswer = () => {}, onBadTile = () => {} }) {
    Object.assign(this, { ask, prepare, ahead, onAnswer, onBadTile });
  }

  get assignments() {
    return this.#ready.map((view) => view.tile.assignment);
  }

  get length() {
    return this.#ready.length;
  }

  /** The next prepared tile; waits only when none is ahead. Rejects when none can be fetched. */
  async next() {
    if (!this.#ready.length) await this.fill();
    const view = this.#ready.shift() ?? null;
    if (this.#ready.length < this.ahead) this.fill().catch(() => {});
    return view;
  }

  /** Back to the front: undo has brought an earlier tile back before it. */
  putBack(view) {
    this.#ready.unshift(view);
  }

  /** A tile that waits here, taken out of its turn; null when it does not. */
  take(tile) {
    const view = this.#ready.find((one) => one.tile.tile === tile) ?? null;
    this.#ready = this.#ready.filter((one) => one !== view);
    return view;
  }

  /** Forget tiles whose lease has run out; `held` are the assignments still ours. */
  keepOnly(held) {
    const lost = this.assignments.filter((assignment) => !held.includes(assignment));
    this.#ready = this.#ready.filter((view) => !lost.includes(view.tile.assignment));
    this.#seen = this.#seen.filter((assignment) => !lost.includes(assignment));
  }

  fill() {
    this.#filling ??= this.#fill().finally(() => { this.#filling = null; });
    return this.#filling;
  }

  async #fill() {
    const wanted = this.ahead - this.#ready.length;
    if (wanted <= 0) return;
    const answer = await this.ask(this.#seen.slice(-MOST_NAMED), wanted);
    this.message = answer.message;
    this.onAnswer(answer);
    const fresh = answer.tiles.filter((tile) => !this.#seen.includes(tile.assignment));
    this.#seen.push(...fresh.map((tile) => tile.assignment));
    for (const preparing of fresh.map((tile) => this.#prepare(tile))) {
      const view = await preparing;
      if (view) this.#ready.push(view);
    }
  }

  async #prepare(tile) {
    try {
      return await this.prepare(tile);
    } catch (error) {
      this.onBadTile(tile, error);
      return null;
    }
  }
}
