/**
 * Reads tiles from a PMTiles archive and decodes them, off the page's own thread. A tile's coordinates are
 * fractions of its side.
 */
import { Pbf, PMTiles, VectorTile } from "../../vendor/vector-tiles/vector-tiles.min.js";

const LAYERS = ["counts", "dots", "shapes"];
let archive = null;

addEventListener("message", async ({ data: { archive: address, number, z, x, y } }) => {
  if (address) archive = new PMTiles(address);
  if (number === undefined) return;
  try {
    const found = await archive.getZxy(z, x, y);
    const tile = found ? decode(found.data) : null;
    postMessage({ number, tile }, tile ? [tile.xy.buffer] : []);
  } catch (error) {
    postMessage({ number, failure: error.message });
  }
});

function decode(content) {
  const { layers } = new VectorTile(new Pbf(new Uint8Array(content)));
  const kind = LAYERS.find((name) => layers[name]);
  if (!kind) return null;
  const layer = layers[kind];
  const [facts, xy, ends] = [[], [], []];
  for (let number = 0; number < layer.length; number += 1) {
    const feature = layer.feature(number);
    facts.push(feature.properties);
    const rings = [];
    for (const ring of feature.loadGeometry()) {
      for (const point of ring) xy.push(point.x / layer.extent, point.y / layer.extent);
      rings.push(xy.length / 2);
    }
    ends.push(rings);
  }
  return { kind, facts, ends, xy: new Float32Array(xy) };
}
