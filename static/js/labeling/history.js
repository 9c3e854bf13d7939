/** Steps that can be undone, newest last; the oldest are forgotten. */
export class History {
  #steps = [];

  constructor(limit = 100) {
    this.limit = limit;
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
