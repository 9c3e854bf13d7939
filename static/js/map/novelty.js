/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";

/** Share of novel superpixels from which a cell is drawn; 0.05 is usual. */
const MIN_SHARE = 0.1;

function styleOf({ properties: { share } }) {
  return { stroke: false, fillColor: "#c9bdf7", fillOpacity: Math.min(0.6, share) };
}

/** Adds a layer, off at first, that shows where the land is unlike what the model has learnt from. */
export function addNovelty(map, url) {
  const layer = L.geoJSON(null, { interactive: false, style: styleOf, filter: ({ properties }) => properties.share >= MIN_SHARE });
  layer.once("add", async () => layer.addData(await getJSON(url)));
  L.control.layers(null, { [gettext("Unlike the labelled land")]: layer }, { position: "topright" }).addTo(map);
  return layer;
}
