const KEPT = 96;

/** The decoded tiles of an archive: `await source.tile(z, x, y)`, or `source.ready(z, x, y)` for one that is there. */
export class VectorSource {
  constructor(worker, archive) {
    this.worker = new Worker(worker, { type: "module" });
    this.worker.postMessage({ archive: new URL(archive, location.href).href });
    this.waiting = new Map();
    this.tiles = new Map();
    this.asked = 0;
    this.worker.addEventListener("message", ({ data }) => this.receive(data));
  }

  tile(z, x, y) {
    const key = `${z}/${x}/${y}`;
    const known = this.tiles.get(key) ?? { promise: this.ask(z, x, y) };
    // The most recently used come last.
    this.tiles.delete(key);
    this.tiles.set(key, known);
    known.promise.then((tile) => { known.tile = tile; }, () => this.tiles.delete(key));
    if (this.tiles.size > KEPT) this.tiles.delete(this.tiles.keys().next().value);
    return known.promise;
  }

  ready(z, x, y) {
    return this.tiles.get(`${z}/${x}/${y}`)?.tile ?? null;
  }

  ask(z, x, y) {
    this.asked += 1;
    const number = this.asked;
    this.worker.postMessage({ number, z, x, y });
    return new Promise((resolve, reject) => this.waiting.set(number, { resolve, reject }));
  }

  receive({ number, tile, failure }) {
    const { resolve, reject } = this.waiting.get(number);
    this.waiting.delete(number);
    if (failure) reject(new Error(failure));
    else resolve(tile);
  }
}
