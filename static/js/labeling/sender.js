const BATCH = 200;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const SOON_MS = 300;

/**
 * Empties an outbox into the API, oldest first. What fails for want of a network or a server is tried again
 * for as long as it takes; what the server can never keep is taken out and told.
 *
 *   const sender = new Sender(outbox, post, { votes, finish: (assignment) => url, reopen: … });
 *   sender.addEventListener("change", () => sender.waiting …);
 *   sender.addEventListener("refused", (event) => event.detail.reason …);
 *   sender.addEventListener("feedback", (event) => event.detail …);   // what an expert said of a finished tile
 */
export class Sender extends EventTarget {
  waiting = 0;
  isOffline = false;
  /** Until then the server has asked to be left alone (`Retry-After`). */
  retryAt = 0;
  #draining = null;
  #timer = null;
  #wait = FIRST_WAIT_MS;

  constructor(outbox, post, addresses) {
    super();
    this.outbox = outbox;
    this.post = post;
    this.addresses = addresses;
  }

  /** Keep an entry, and send it soon; resolves when it is safely kept on this device. */
  async add(entry) {
    this.waiting += 1;
    this.dispatchEvent(new Event("change"));
    await this.outbox.put(entry);
    await this.#tell();
    this.#later(SOON_MS);
  }

  /** Send everything now; resolves to true when nothing is left. */
  drain() {
    this.#draining ??= this.#drain().finally(() => { this.#draining = null; });
    return this.#draining;
  }

  stop() {
    clearTimeout(this.#timer);
  }

  async #drain() {
    clearTimeout(this.#timer);
    this.#timer = null;
    try {
      for (let entries = await this.outbox.all(); entries.length; entries = await this.outbox.all()) {
        await this.#send(nextGroup(entries));
        await this.#tell();
      }
      this.#wait = FIRST_WAIT_MS;
      this.isOffline = false;
    } catch (error) {
      this.isOffline = true;
      this.retryAt = Date.now() + (error.retryAfterMs ?? 0);
      this.#later(this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
      this.dispatchEvent(new CustomEvent("trouble", { detail: error }));
    }
    await this.#tell();
    return this.waiting === 0;
  }

  async #send(group) {
    const [first] = group;
    try {
      const answer = await this.post(this.#address(first), bodyOf(group));
      for (const { reason } of answer?.rejected ?? []) this.#refuse(reason);
      if (answer?.feedback?.length) this.dispatchEvent(new CustomEvent("feedback", { detail: answer.feedback }));
    } catch (error) {
      if (!isFinal(error)) throw error;
      // One vote may spoil a batch: then each is tried alone, so that only the culprit is lost.
      if (group.length > 1) {
        for (const entry of group) await this.#send([entry]);
        return;
      }
      this.#refuse(error.message);
    }
    await this.outbox.remove(group.map((entry) => entry.id));
  }

  #address(entry) {
    return entry.kind === "vote" ? this.addresses.votes : this.addresses[entry.kind](entry.assignment);
  }

  #refuse(reason) {
    this.dispatchEvent(new CustomEvent("refused", { detail: { reason } }));
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.drain(), Math.max(milliseconds, this.retryAt - Date.now()));
  }

  async #tell() {
    this.waiting = await this.outbox.count();
    this.dispatchEvent(new Event("change"));
  }
}

/** The oldest entry, with the votes that follow it when it is a vote. */
export function nextGroup(entries) {
  if (entries[0].kind !== "vote") return [entries[0]];
  const end = entries.findIndex((entry) => entry.kind !== "vote");
  return entries.slice(0, Math.min(end < 0 ? entries.length : end, BATCH));
}

function bodyOf(group) {
  const [first] = group;
  return first.kind === "vote" ? { votes: group.map((entry) => entry.body) } : first.body;
}

/** The server has understood and will never take it; 401, 403, 408 and 429 may pass. */
function isFinal(error) {
  return error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}
