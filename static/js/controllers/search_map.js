/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { boundsOf, makeMap } from "../map/base.js";

const ORDER = ["pending", "failed", "no_imagery", "analysed"];
/** Share of a cell that a state has at least, so that one failed tile among thousands is seen. */
const MIN_SHARE = 0.12;
const MARGIN = 0.1;

/**
 * A search's tiles by state. An area is filled from below, in proportion to its tiles; further in, a cell is one tile.
 *
 *   <div class="map" data-controller="search-map" data-search-map-cells-value="…/cells/" data-search-map-bounds-value="w,s,e,n">
 */
class SearchMap {
  constructor(element) {
    this.element = element;
    this.values = values(element, "search-map");
  }

  connect() {
    const { basemapUrl, basemapAttribution, bounds } = this.values;
    // SVG, so that style sheets fill the cells with the patterns of the bar.
    this.map = makeMap(this.element, { basemapUrl, basemapAttribution, scrollWheelZoom: false, preferCanvas: false });
    this.cells = L.layerGroup().addTo(this.map);
    this.map.fitBounds(boundsOf(bounds.split(",").map(Number)), { animate: false, padding: [8, 8] });
    this.map.on("moveend", () => this.load());
    document.addEventListener("live:updated", () => this.load());
    this.load();
  }

  async load() {
    this.loading?.abort();
    this.loading = new AbortController();
    const seen = this.map.getBounds().pad(MARGIN);
    const bbox = [seen.getWest(), Math.max(-89, seen.getSouth()), seen.getEast(), Math.min(89, seen.getNorth())];
    const query = new URLSearchParams({ bbox: bbox.join(","), zoom: Math.floor(this.map.getZoom()) });
    try {
      this.show(await getJSON(`${this.values.cells}?${query}`, { signal: this.loading.signal }));
      this.note?.remove();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.note?.remove();
      this.note = make("p", { class: "map__note", role: "status" }, `${gettext("The map could not be loaded.")} ${error.message}`);
      this.element.append(this.note);
    }
  }

  show({ cells }) {
    const drawn = JSON.stringify(cells);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.cells.clearLayers();
    for (const cell of cells) this.draw(cell);
  }

  draw(cell) {
    const { west, south, east, north } = edgesOf(cell.quadkey);
    let from = south;
    for (const [state, share] of sharesOf(cell)) {
      const to = from + share * (north - south);
      const band = L.rectangle([[from, west], [to, east]], { className: `cell cell--${state}`, weight: 0.5, fillOpacity: 0.85 });
      band.bindTooltip(() => make("span", {}, describe(cell)), { sticky: true });
      this.cells.addLayer(band);
      from = to;
    }
  }
}

/** The states of a cell from below, with their shares of its height. */
function sharesOf(cell) {
  const present = ORDER.filter((state) => cell[state]).reverse();
  const total = present.reduce((sum, state) => sum + cell[state], 0);
  const raised = present.map((state) => Math.max(MIN_SHARE, cell[state] / total));
  const sum = raised.reduce((all, share) => all + share, 0);
  return present.map((state, at) => [state, raised[at] / sum]);
}

function describe(cell) {
  const words = {
    analysed: gettext("%s analysed"), no_imagery: gettext("%s without imagery"),
    failed: gettext("%s failed"), pending: gettext("%s not attempted yet"),
  };
  return ORDER.filter((state) => cell[state]).reverse().map((state) => interpolate(words[state], [cell[state]])).join(", ");
}

/** Edges of a tile in degrees, from its quadkey. */
function edgesOf(quadkey) {
  let [x, y] = [0, 0];
  for (const digit of quadkey) {
    x = 2 * x + (Number(digit) & 1);
    y = 2 * y + (Number(digit) >> 1);
  }
  const side = 2 ** quadkey.length;
  const latitude = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI;
  return { west: (x / side) * 360 - 180, east: ((x + 1) / side) * 360 - 180, north: latitude(y), south: latitude(y + 1) };
}

register("search-map", SearchMap);
