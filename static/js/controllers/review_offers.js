import { postJSON, request } from "../core/api.js";

/** How many findings an editor has for themselves: the one on the page, and the next. */
const CLAIMED = 3;
const AGAIN_MS = 30_000;
/** Findings decided or passed over on this page that the server is told not to offer again. */
const REMEMBERED = 500;

/**
 * The findings that the server keeps for this editor, so that no other is offered them at the same time. Claims end two
 * minutes after the page was last seen.
 */
export class Offers {
  constructor({ next, claims, onLost }) {
    Object.assign(this, { nextUrl: next, claimsUrl: claims, onLost, current: null, opening: null, ahead: [], elsewhere: 0 });
    this.last = Promise.resolve();
    this.decided = new Set();
    this.skipped = new Set();
    setInterval(() => this.keep(), AGAIN_MS);
    document.addEventListener("visibilitychange", () => this.keep());
    addEventListener("pagehide", () => this.send([], { keepalive: true }));
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.keep(); });
  }

  get ids() {
    const ids = new Set([this.current, this.opening, ...this.ahead.map(({ id }) => id)]);
    return [...ids].filter((id) => id !== null);
  }

  /** Other filters: what was passed over may be offered again. */
  begin() {
    this.ahead = [];
    this.skipped.clear();
  }

  /** The next finding, at once when it is here; null when the server has to be asked. */
  take() {
    return this.ahead.shift() ?? null;
  }

  putBack(feature) {
    if (feature) this.ahead = [feature, ...this.ahead.filter(({ id }) => id !== feature.id)];
  }

  /** One request after the other: an older list of what is open must not end a newer claim. */
  inTurn(act) {
    this.last = this.last.catch(() => {}).then(act);
    return this.last;
  }

  /** Ask for more findings. When only passed-over ones are left, they come again. */
  fill(query) {
    return this.inTurn(() => this.ask(query));
  }

  async ask(query) {
    if (this.ahead.length + 1 >= CLAIMED) return;
    const passed = new Set(this.skipped);
    let given = await this.request(query, passed);
    if (!given.length && passed.size && !this.ahead.length) {
      this.skipped.clear();
      given = await this.request(query, []);
    }
    const known = new Set([...this.ids, ...this.decided, ...this.skipped]);
    this.ahead.push(...given.filter(({ id }) => !known.has(id)));
  }

  async request(query, passed) {
    const skipped = [...passed, ...this.decided].slice(-REMEMBERED);
    const answer = await postJSON(`${this.nextUrl}?${query}`, { n: CLAIMED, skipped });
    this.elsewhere = answer.open_elsewhere;
    return answer.features;
  }

  /** Whether the editor has it for themselves now. */
  open(id) {
    this.opening = id;
    return this.inTurn(async () => {
      const { claimed } = await postJSON(this.claimsUrl, { detections: [id] });
      return claimed.includes(id);
    });
  }

  /** The editor has nothing else open than what is here. */
  tell() {
    return this.inTurn(() => this.send(this.ids));
  }

  send(detections, options = {}) {
    return request(this.claimsUrl, { method: "PUT", body: { detections }, ...options }).catch(() => {});
  }

  keep() {
    return this.inTurn(() => this.renew());
  }

  async renew() {
    if (document.hidden || !this.ids.length) return;
    try {
      const { open_elsewhere: lost } = await postJSON(this.claimsUrl, { detections: this.ids });
      this.ahead = this.ahead.filter(({ id }) => !lost.includes(id));
      if (lost.includes(this.current)) this.onLost(this.current);
    } catch {
      // The next time tells again.
    }
  }
}
