/* global L - Leaflet's classic script and Leaflet-Geoman's, loaded before the modules */
import { ApiError, describeFailure, getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { makeMap } from "../map/base.js";
import { Drawing } from "../map/drawing.js";
import { addGraticule } from "../map/graticule.js";
import { attachTools, showMode } from "./drawing.js";

const PAUSE_MS = 400;
const TILES = {
  waiting: { color: "#7a4700", weight: 1, fillColor: "#f2a33a", fillOpacity: 0.45 },
  done: { color: "#0b6b5d", weight: 1, fillColor: "#2fb59f", fillOpacity: 0.45 },
};
const AREA = { color: "#16201c", fillColor: "#16201c", fillOpacity: 0.15, weight: 3, dashArray: "6 4" };

/**
 * An area to ask about first, drawn over the region and the tiles of the queue.
 *
 *   <section data-controller="queue-area" data-queue-area-map-value="…" data-queue-area-count-value="…">
 *
 * The text field is what is sent; drawing fills it.
 */
class QueueArea {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "queue-area");
    this.values = values(element, "queue-area");
  }

  async connect() {
    const { basemapUrl, basemapAttribution, map: url } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, preferCanvas: false });
    addGraticule(this.map);
    this.drawing = new Drawing(this.map, { style: AREA, onChange: () => this.drawn(), onMode: () => this.showTools() });
    this.map.getContainer().addEventListener("keydown", (event) => { if (event.key === "Escape") this.drawing.end(); });
    attachTools(this.element, this.drawing);
    try {
      this.showQueue(await getJSON(url));
    } catch (error) {
      this.showError(error.message);
    }
  }

  showQueue({ zoom, region, waiting, done }) {
    const options = { interactive: false, pmIgnore: true };
    const outline = L.geoJSON(region, { ...options, style: () => ({ ...options, color: "#46524c", weight: 2, fill: false }) }).addTo(this.map);
    const renderer = L.canvas();
    for (const [state, tiles] of Object.entries({ waiting, done })) {
      for (const [x, y] of tiles) {
        const corners = tileBounds(x, y, zoom);
        L.rectangle(corners, { ...options, ...TILES[state], renderer }).addTo(this.map);
        if (state === "done") L.polyline(corners, { ...options, ...TILES[state], weight: 2, renderer }).addTo(this.map);
      }
    }
    const bounds = outline.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, padding: [20, 20] });
  }

  showTools() {
    showMode(this.element, this.drawing);
  }

  drawn() {
    this.targets.text.value = this.drawing.isEmpty ? "" : JSON.stringify(this.drawing.geojson());
    this.showTools();
    this.write();
  }

  write() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.count(this.targets.text.value), PAUSE_MS);
  }

  async count(text) {
    this.abort?.abort();
    this.abort = new AbortController();
    this.targets.error.hidden = true;
    this.targets.words.textContent = "";
    if (!text.trim()) return;
    try {
      const headers = { Accept: "application/json", "Content-Type": "text/plain", "X-CSRFToken": document.body.dataset.csrf ?? "" };
      const response = await fetch(this.values.count, { method: "POST", headers, body: text, signal: this.abort.signal, credentials: "same-origin" });
      const answer = await response.json().catch(() => null);
      if (!response.ok) throw new ApiError(describeFailure(answer, response.status));
      this.targets.words.textContent = answer.words;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.showError(error instanceof ApiError ? error.message : gettext("No connection. Check the network and try again."));
    }
  }

  showError(words) {
    this.targets.error.textContent = words;
    this.targets.error.hidden = false;
  }
}

/** Edges of a web-mercator tile. */
function tileBounds(x, y, z) {
  const side = 2 ** z;
  const latitude = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI;
  return [[latitude(y + 1), (x / side) * 360 - 180], [latitude(y), ((x + 1) / side) * 360 - 180]];
}

register("queue-area", QueueArea);
