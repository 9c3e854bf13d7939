const MOST = 6;

/** How a square of `side` pixels lies in a window of the same size: enlarged by `zoom`, its corner at (left, top). */
export class Zoom {
  zoom = 1;
  left = 0;
  top = 0;

  constructor(side = 1) {
    this.side = side;
  }

  reset() {
    this.zoom = 1;
    this.left = this.top = 0;
  }

  resize(side) {
    const scale = side / this.side;
    this.side = side;
    this.left *= scale;
    this.top *= scale;
    this.#clamp();
  }

  /** Enlarge by `factor`, keeping the point (x, y) of the window where it is. */
  by(factor, x = this.side / 2, y = this.side / 2) {
    const zoom = Math.min(MOST, Math.max(1, this.zoom * factor));
    this.left = x - ((x - this.left) * zoom) / this.zoom;
    this.top = y - ((y - this.top) * zoom) / this.zoom;
    this.zoom = zoom;
    this.#clamp();
  }

  pan(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.#clamp();
  }

  /** Pan as little as brings a point of the picture, 0..1 of its side, into the window. */
  show(x, y, margin = 0.1) {
    const edge = margin * this.side;
    const [px, py] = [this.left + x * this.side * this.zoom, this.top + y * this.side * this.zoom];
    const overlap = (value) => Math.max(edge - value, 0) || Math.min(this.side - edge - value, 0);
    this.pan(overlap(px), overlap(py));
  }

  // The picture always fills the window.
  #clamp() {
    const least = this.side * (1 - this.zoom);
    this.left = Math.min(0, Math.max(least, this.left));
    this.top = Math.min(0, Math.max(least, this.top));
  }
}
