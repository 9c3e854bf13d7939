import { TileView } from "./tile_view.js";

const WHEEL_STEP = 1.2;

/**
 * Fingers and mouse on the stage: one finger taps or paints, two pan and pinch; the wheel zooms; the middle or
 * right button, or Shift, pans.
 *
 *   new Gestures(stage, zoom, { onPaint, onStrokeEnd, onStrokeCancel, onZoom })
 *
 * A stroke is told superpixel by superpixel: onPaint(number, isFirst), then onStrokeEnd(). A second finger calls
 * onStrokeCancel(): what the first has painted was the beginning of a pinch.
 */
export class Gestures {
  #fingers = new Map();
  #painted = new Set();
  #isPainting = false;

  constructor(stage, zoom, handlers) {
    Object.assign(this, { stage, zoom }, handlers);
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.#up(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #down(event) {
    event.preventDefault();
    this.stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, event);
    if (this.#fingers.size > 1) {
      if (this.#isPainting) this.onStrokeCancel();
      this.#isPainting = false;
    } else if (event.button === 0 && !event.shiftKey) {
      this.#isPainting = true;
      this.#painted.clear();
      this.#paint(event);
    }
  }

  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    if (this.#isPainting) this.#paint(event);
    else this.#panOrPinch(before, event);
    this.#fingers.set(event.pointerId, event);
  }

  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || !this.#isPainting) return;
    this.#isPainting = false;
    if (event.type === "pointercancel") this.onStrokeCancel();
    else this.onStrokeEnd();
  }

  #paint(event) {
    const number = TileView.numberAt(event.clientX, event.clientY);
    if (number === null || this.#painted.has(number)) return;
    this.onPaint(number, this.#painted.size === 0);
    this.#painted.add(number);
  }

  #panOrPinch(before, event) {
    const other = [...this.#fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    const box = this.stage.getBoundingClientRect();
    if (other) {
      const spread = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      const x = (event.clientX + other.clientX) / 2 - box.left;
      const y = (event.clientY + other.clientY) / 2 - box.top;
      this.zoom.by(spread(event) / Math.max(spread(before), 1), x, y);
    }
    const share = other ? 0.5 : 1;
    this.zoom.pan((event.clientX - before.clientX) * share, (event.clientY - before.clientY) * share);
    this.onZoom();
  }

  #wheel(event) {
    event.preventDefault();
    const box = this.stage.getBoundingClientRect();
    const factor = event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP;
    this.zoom.by(factor, event.clientX - box.left, event.clientY - box.top);
    this.onZoom();
  }
}
