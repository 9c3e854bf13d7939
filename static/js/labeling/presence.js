const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/**
 * Whether somebody sits before the page: it is visible, and was touched within the last minutes.
 *
 *   const presence = new Presence({ onReturn: (awayMs) => … });   // told at the first touch after an absence
 *   presence.isHere; presence.idleMs;
 */
export class Presence {
  constructor({ onReturn, patienceMs = 5 * 60000, noticeMs = 60000, now = Date.now, page = document }) {
    Object.assign(this, { onReturn, patienceMs, noticeMs, now, page });
    this.touchedAt = now();
    for (const sign of SIGNS) page.addEventListener(sign, () => this.touch(), { passive: true, capture: true });
    page.addEventListener("visibilitychange", () => { if (!page.hidden) this.touch(); });
  }

  get idleMs() {
    return this.now() - this.touchedAt;
  }

  get isHere() {
    return !this.page.hidden && this.idleMs < this.patienceMs;
  }

  touch() {
    const away = this.idleMs;
    this.touchedAt = this.now();
    if (away >= this.noticeMs) this.onReturn(away);
  }
}
