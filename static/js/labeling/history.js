/**
 * Steps that can be undone, newest last; the oldest are forgotten. A step is of a `view`; one that an earlier load of
 * the page has left is of a `record`, the tile as the API tells it, until somebody wants to see it again.
 */
export class History {
  #steps;

  constructor(limit = 100, steps = []) {
    this.limit = limit;
    this.#steps = steps.slice(-limit);
  }

  /** All steps as plain data, each tile told once. */
  toRecords() {
    const tiles = {};
    const steps = this.#steps.map(({ view, record, changes, isFinish }) => {
      const tile = view?.tile ?? record;
      tiles[tile.tile] ??= view ? { ...tile, votes: view.answers.known() } : record;
      return { tile: tile.tile, changes, isFinish };
    });
    return { tiles, steps };
  }

  static fromRecords({ tiles, steps }, limit = 100) {
    return new History(limit, steps.map(({ tile, ...step }) => ({ ...step, record: tiles[tile] })));
  }

  /** A tile is on the screen again: its steps are of this view. */
  adopt(view) {
    for (const step of this.#steps) if (!step.view && step.record.tile === view.tile.tile) step.view = view;
  }

  get length() {
    return this.#steps.length;
  }

  push(step) {
    this.#steps.push(step);
    if (this.#steps.length > this.limit) this.#steps.shift();
  }

  /** The newest step, taken off; undefined when there is none. */
  pop() {
    return this.#steps.pop();
  }
}

/** The answers on one tile and the votes that say them. `makeVote(number, answer)` gives a vote for the API. */
export class Answers {
  #answers = new Map();
  #votes = new Map();

  constructor(makeVote, known = []) {
    this.makeVote = makeVote;
    for (const { superpixel, answer } of known) this.#answers.set(superpixel, answer);
  }

  get(number) {
    return this.#answers.get(number) ?? null;
  }

  get size() {
    return this.#answers.size;
  }

  known() {
    return [...this.#answers].map(([superpixel, answer]) => ({ superpixel, answer }));
  }

  /** Answers, or with null unanswers, a superpixel; returns the vote to send. */
  set(number, answer) {
    if (answer === null) this.#answers.delete(number);
    else this.#answers.set(number, answer);
    const vote = this.makeVote(number, answer ?? "withdrawn");
    this.#votes.set(number, vote);
    return vote;
  }

  /** The latest vote of every superpixel touched here: a finishing carries them, so that it stands alone. */
  votes() {
    return [...this.#votes.values()];
  }
}
