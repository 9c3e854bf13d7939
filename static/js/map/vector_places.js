/* global L - Leaflet's classic script, loaded before the modules */

const SIZE = 512;
const LAST_ZOOM = 13;
const NEAR_PX = 14;
const DOT_PX = 5.5;
const INK = "#16201c";

/**
 * The places of a release, drawn from vector tiles: circles with counts far away, then dots, then outlines.
 *
 *   const layer = makeVectorPlaces(source, { styleOf: (facts, picked) => ({ color, fillColor, … }) }).addTo(map);
 *   layer.show({ year: "2018", picked: 7 });  layer.at(latlng)  // { place, ha } or { n }
 */
export function makeVectorPlaces(source, { styleOf, pane }) {
  return new VectorPlaces({ source, styleOf, pane, tileSize: SIZE, minNativeZoom: 3, maxZoom: 22, keepBuffer: 1, updateWhenZooming: false });
}

const VectorPlaces = L.GridLayer.extend({
  initialize(options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this.shown = { year: "", picked: null };
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    const density = Math.min(devicePixelRatio || 1, 2);
    canvas.width = canvas.height = SIZE * density;
    const { z, x, y, step } = nativeTile(coords);
    this.options.source.tile(z, x, y).then((tile) => {
      canvas.draw = () => this.drawTile(canvas, tile, coords, step, density);
      canvas.draw();
      done(null, canvas);
    }, (error) => {
      this.fire("failed", { message: error.message });
      done(error, canvas);
    });
    return canvas;
  },

  show(shown) {
    Object.assign(this.shown, shown);
    for (const { el } of Object.values(this._tiles ?? {})) el.draw?.();
  },

  drawTile(canvas, tile, coords, step, density) {
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!tile) return;
    const parts = 2 ** step;
    const frame = { scale: SIZE * parts, left: (coords.x % parts) * SIZE, top: (coords.y % parts) * SIZE };
    context.setTransform(density, 0, 0, density, -frame.left * density, -frame.top * density);
    if (tile.kind === "counts") this.drawCounts(context, tile, frame);
    else if (tile.kind === "dots") this.drawDots(context, tile, frame);
    else this.drawShapes(context, tile, frame);
  },

  drawCounts(context, { facts, xy }, { scale }) {
    context.font = "700 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    facts.forEach((counts, index) => {
      const n = this.countOf(counts);
      if (!n) return;
      const radius = n === 1 ? DOT_PX : 9 + 4 * Math.log10(n) + (n > 99 ? 2 : 0);
      circle(context, xy[2 * index] * scale, xy[2 * index + 1] * scale, radius, this.options.styleOf({ year: 1 }, false), 0.92);
      if (n === 1) return;
      context.fillStyle = INK;
      context.fillText(short(n), xy[2 * index] * scale, xy[2 * index + 1] * scale);
    });
  },

  drawDots(context, { facts, xy }, { scale }) {
    const { picked } = this.shown;
    facts.forEach((place, index) => {
      if (!this.isShown(place)) return;
      const isPicked = place.place === picked;
      circle(context, xy[2 * index] * scale, xy[2 * index + 1] * scale, isPicked ? DOT_PX + 4 : DOT_PX, this.options.styleOf(place, isPicked), 0.9);
    });
  },

  drawShapes(context, tile, { scale }) {
    const draw = (place, index, isPicked) => {
      const style = this.options.styleOf(place, isPicked);
      context.setLineDash((style.dashArray ?? "").split(" ").filter(Boolean).map(Number));
      Object.assign(context, { fillStyle: style.fillColor, strokeStyle: style.color, lineWidth: style.weight, lineJoin: "round" });
      const path = outline(tile, index, scale);
      context.globalAlpha = style.fillOpacity;
      context.fill(path, "evenodd");
      context.globalAlpha = 1;
      context.stroke(path);
    };
    const later = [];
    tile.facts.forEach((place, index) => {
      if (!this.isShown(place)) return;
      if (place.place === this.shown.picked) later.push(() => draw(place, index, true));
      else draw(place, index, false);
    });
    for (const one of later) one();
  },

  countOf(counts) {
    return this.shown.year ? counts[`y${yearNumber(this.shown.year)}`] ?? 0 : counts.n;
  },

  isShown({ year }) {
    return !this.shown.year || year === yearNumber(this.shown.year);
  },

  /** What lies under a point of the map: the facts of a place, or of a circle; null where there is nothing. */
  at(latlng) {
    const zoom = this._tileZoom;
    if (zoom === undefined || !this._map) return null;
    const point = this._map.project(latlng, zoom).divideBy(SIZE);
    const coords = { x: Math.floor(point.x), y: Math.floor(point.y), z: zoom };
    const { z, x, y, step } = nativeTile(coords);
    const tile = this.options.source.ready(z, x, y);
    if (!tile) return null;
    const parts = 2 ** step;
    const [fx, fy] = [point.x / parts - x, point.y / parts - y];
    return tile.kind === "shapes" ? this.shapeAt(tile, fx, fy) : this.pointAt(tile, fx, fy);
  },

  pointAt({ kind, facts, xy }, fx, fy) {
    let [best, nearest] = [null, NEAR_PX / SIZE];
    facts.forEach((one, index) => {
      if (kind === "counts" ? !this.countOf(one) : !this.isShown(one)) return;
      const distance = Math.hypot(xy[2 * index] - fx, xy[2 * index + 1] - fy);
      if (distance < nearest) [best, nearest] = [one, distance];
    });
    return best && kind === "counts" ? { n: this.countOf(best) } : best;
  },

  shapeAt(tile, fx, fy) {
    const context = probe();
    const index = tile.facts.findLastIndex((place, at) => this.isShown(place) && context.isPointInPath(outline(tile, at, SIZE), fx * SIZE, fy * SIZE, "evenodd"));
    return tile.facts[index] ?? null;
  },
});

/** Tiles of 512 px: the map's zoom is one more than theirs. Beyond the last, a part of its parent is drawn. */
function nativeTile({ z, x, y }) {
  const step = Math.max(0, z - 1 - LAST_ZOOM);
  const across = 2 ** (z - 1 - step);
  return { z: z - 1 - step, x: (((x >> step) % across) + across) % across, y: y >> step, step };
}

const yearNumber = (year) => (year === "uncertain" ? 0 : Number(year));

function short(n) {
  return n < 10000 ? String(n) : `${Math.round(n / 1000)}k`;
}

function circle(context, x, y, radius, style, opacity) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(context, { fillStyle: style.fillColor, strokeStyle: style.color, lineWidth: style.weight > 2 ? 3 : 1.5 });
  context.globalAlpha = opacity;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
}

function outline(tile, index, scale) {
  tile.paths ??= new Map();
  const key = `${index}@${scale}`;
  if (!tile.paths.has(key)) tile.paths.set(key, pathOf(tile, index, scale));
  return tile.paths.get(key);
}

function pathOf({ ends, xy }, index, scale) {
  const path = new Path2D();
  let from = index ? ends[index - 1].at(-1) : 0;
  for (const end of ends[index]) {
    for (let at = from; at < end; at += 1) {
      if (at === from) path.moveTo(xy[2 * at] * scale, xy[2 * at + 1] * scale);
      else path.lineTo(xy[2 * at] * scale, xy[2 * at + 1] * scale);
    }
    path.closePath();
    from = end;
  }
  return path;
}

let canvas = null;

function probe() {
  canvas ??= document.createElement("canvas").getContext("2d");
  return canvas;
}
