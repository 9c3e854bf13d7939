import { getJSON, postJSON } from "../core/api.js";
import { newId } from "../core/ids.js";
import { makeClock } from "./clock.js";
import { Answers, History } from "./history.js";
import { KeptHistory } from "./kept_history.js";
import { openOutbox } from "./outbox.js";
import { Sender } from "./sender.js";
import { TileQueue } from "./tile_queue.js";
import { loadPicture, TileView } from "./tile_view.js";

/**
 * One volunteer's labelling, apart from what is on the screen: the tile now shown, the tiles ahead, what was
 * answered and how to undo it, and the outbox that sends it.
 */
export class Session {
  current = null;
  history = new History();

  /** `api` is the base address of the labelling API; `owner` names campaign and contributor, `former` guests
   * whose work has become this contributor's. */
  constructor({ api, owner, former = [], describe, alt, onProgress, onBadTile, onTutorial }) {
    Object.assign(this, { api, owner, former, describe, alt });
    this.clock = makeClock();
    this.queue = new TileQueue({
      ask: (held, count) => postJSON(`${api}next/`, { held, count }),
      prepare: (tile) => this.#prepare(tile),
      onAnswer: ({ progress, needs_tutorial: needsTutorial }) => (needsTutorial ? onTutorial() : onProgress(progress)),
      onBadTile,
    });
  }

  async open() {
    this.kept = new KeptHistory(this.owner);
    this.history = this.kept.read();
    this.outbox = await openOutbox(this.owner);
    for (const owner of this.former) await takeOver(this.outbox, owner);
    this.sender = new Sender(this.outbox, postJSON, {
      votes: `${this.api}votes/`,
      finish: (assignment) => `${this.api}assignments/${assignment}/finish/`,
      reopen: (assignment) => `${this.api}assignments/${assignment}/reopen/`,
      release: (assignment) => `${this.api}assignments/${assignment}/release/`,
    });
  }

  /** What an earlier, killed tab left is sent before tiles are asked for, so that they come with it. */
  async resume() {
    await this.sender.drain();
    return this.advance();
  }

  async advance() {
    this.current = null;
    this.current = await this.queue.next();
    return this.current;
  }

  /** Answer superpixels of the current tile: one step of the history. `null` unanswers. */
  answer(numbers, answer) {
    const { current: view } = this;
    const changes = numbers.map((number) => ({ number, before: view.answers.get(number) }));
    this.history.push({ view, changes });
    const keeping = numbers.map((number) => this.#set(view, number, answer));
    this.kept.write(this.history);
    return Promise.all(keeping);
  }

  /** Answer one more superpixel as part of the newest step: a stroke paints several. */
  answerAlso(number, answer) {
    const { current: view } = this;
    const step = this.history.pop();
    this.history.push({ view, changes: [...step.changes, { number, before: view.answers.get(number) }] });
    const keeping = this.#set(view, number, answer);
    this.kept.write(this.history);
    return keeping;
  }

  /** “The rest is clear”: resolves once that is kept on this device; then `advance()`. */
  finish(rest, viewing) {
    const { current: view } = this;
    this.history.push({ view, isFinish: true });
    this.kept.write(this.history);
    const { assignment } = view.tile;
    const clock = this.clock();
    const body = { clock, rest, viewing, votes: view.answers.votes() };
    return this.sender.add({ id: newId(), kind: "finish", clock, assignment, body });
  }

  /**
   * Take the newest step back; resolves to what was taken back and its `view`, or to null when there is nothing to
   * undo. Rejects, and leaves the step where it was, when its tile is from before a reload and cannot be fetched.
   */
  async undo() {
    const step = this.history.pop();
    if (!step) return null;
    try {
      step.view ??= await this.#viewOf(step.record);
    } catch (error) {
      this.history.push(step);
      throw error;
    }
    if (step.view !== this.current) this.#bringBack(step.view);
    if (step.isFinish) this.#reopen(step.view);
    else for (const { number, before } of step.changes.toReversed()) this.#set(step.view, number, before);
    this.kept.write(this.history);
    return step;
  }

  async #viewOf(record) {
    const isCurrent = this.current?.tile.tile === record.tile;
    const view = (isCurrent ? this.current : this.queue.take(record.tile)) ?? (await this.#prepare(record));
    this.history.adopt(view);
    return view;
  }

  /**
   * Keep the leases of all tiles at hand for five minutes from the last touch, `idleMs` ago; those lost are dropped
   * from the queue. Resolves to whether the tile now shown is still ours.
   */
  async beat(idleMs = 0) {
    const { current } = this;
    const assignments = this.queue.assignments;
    if (current) assignments.push(current.tile.assignment);
    if (!assignments.length) return true;
    const { held } = await postJSON(`${this.api}heartbeat/`, { assignments, idle_s: Math.round(idleMs / 1000) });
    this.queue.keepOnly(held);
    return !current || held.includes(current.tile.assignment);
  }

  #bringBack(view) {
    if (this.current) this.queue.putBack(this.current);
    this.current = view;
  }

  #reopen(view) {
    const { assignment } = view.tile;
    const clock = this.clock();
    this.sender.add({ id: newId(), kind: "reopen", clock, assignment, body: { clock } });
  }

  #set(view, number, answer) {
    const vote = view.answers.set(number, answer);
    view.refresh(number);
    return this.sender.add({ id: vote.id, kind: "vote", clock: vote.clock, body: vote });
  }

  async #prepare(tile) {
    const [picture, outlines] = await Promise.all([loadPicture(tile.picture, this.alt(tile)), getJSON(tile.outlines)]);
    const makeVote = (superpixel, answer) => ({ id: newId(), tile: tile.tile, superpixel, answer, clock: this.clock() });
    return new TileView(tile, picture, outlines, new Answers(makeVote, tile.votes), this.describe);
  }
}

/** What a guest's outbox still holds on this device is sent by the account that the guest has become. */
async function takeOver(outbox, owner) {
  const earlier = await openOutbox(owner);
  const entries = await earlier.all();
  for (const entry of entries) await outbox.put(entry);
  await earlier.remove(entries.map((entry) => entry.id));
  earlier.close();
}
