/** How a tile was looked at: recorded with its answer, since what was not seen weighs less. */
export class Viewing {
  #startedAt;
  #awayMs = 0;
  #awaySince = null;
  #offMs = 0;
  #offSince = null;
  #maxZoom = 1;

  constructor(now = () => performance.now()) {
    this.now = now;
    this.#startedAt = now();
  }

  zoomed(zoom) {
    this.#maxZoom = Math.max(this.#maxZoom, zoom);
  }

  /** The tab was hidden or shown again. */
  away(isAway) {
    if (isAway) this.#awaySince ??= this.now();
    else if (this.#awaySince !== null) {
      this.#awayMs += this.now() - this.#awaySince;
      this.#awaySince = null;
    }
  }

  outlinesOff(isOff) {
    if (isOff) this.#offSince ??= this.now();
    else if (this.#offSince !== null) {
      this.#offMs += this.now() - this.#offSince;
      this.#offSince = null;
    }
  }

  summary() {
    this.away(false);
    this.outlinesOff(false);
    const seconds = (milliseconds) => Math.min(86400, Math.max(0, Math.round(milliseconds / 100) / 10));
    return {
      seconds: seconds(this.now() - this.#startedAt - this.#awayMs),
      max_zoom: Math.round(this.#maxZoom * 100) / 100,
      outlines_off: seconds(this.#offMs),
    };
  }
}
