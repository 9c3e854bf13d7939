/* global L - Leaflet's classic script and Leaflet-Geoman's, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { boundsOfAll, makeMap } from "../map/base.js";
import { Drawing } from "../map/drawing.js";
import { addGraticule } from "../map/graticule.js";
import { attachTools, showMode } from "./drawing.js";

const DECIMALS = 5;
const NEAR = 15;
const PLACE = { radius: 4, color: "#7a4700", fillColor: "#f2a33a", fillOpacity: 0.8, weight: 1, interactive: false, pmIgnore: true };
const REGION = { color: "#46524c", weight: 2, fill: false, interactive: false, pmIgnore: true };

/**
 * Where a place is missing: a tap on the map, its middle, two numbers, or an outline.
 *
 *   <section data-controller="report-spot" data-report-spot-places-value="….geojson">
 *
 * Targets: map, lat, lng, outline (a hidden input), said (what was chosen), tools (the drawing buttons, hidden until asked for).
 */
class ReportSpot {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "report-spot");
    this.values = values(element, "report-spot");
  }

  connect() {
    const { basemapUrl, basemapAttribution } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, preferCanvas: false, scrollWheelZoom: false });
    addGraticule(this.map);
    this.drawing = new Drawing(this.map, { onChange: () => this.drawn(), onMode: () => showMode(this.element, this.drawing) });
    attachTools(this.element, this.drawing);
    this.map.on("click", ({ latlng }) => { if (!this.drawing.mode) this.choose(latlng); });
    this.map.getContainer().addEventListener("keydown", (event) => { if (event.key === "Escape") this.drawing.end(); });
    this.showRegion();
    this.showPlaces();
    this.showSentOutline();
    const point = this.point();
    if (point) this.show(point, { closeUp: true });
  }

  /** What the server sent back with an error; what cannot be read is dropped. */
  showSentOutline() {
    const { outline } = this.targets;
    if (!outline.value) return;
    try {
      this.drawing.load(JSON.parse(outline.value), { quiet: true });
    } catch {
      this.drawing.clear();
    }
    outline.value = this.drawing.isEmpty ? "" : JSON.stringify(this.drawing.geojson());
  }

  showRegion() {
    const region = JSON.parse(document.getElementById("campaign-region").textContent);
    const bounds = L.geoJSON(region, { style: () => REGION, interactive: false, pmIgnore: true }).addTo(this.map).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, padding: [20, 20] });
  }

  /** Those that are published, so that nobody reports one that is there. Without them the page works too. */
  async showPlaces() {
    const { features } = await getJSON(this.values.places).catch(() => ({ features: [] }));
    const renderer = L.canvas();
    for (const feature of features) L.circleMarker(boundsOfAll([feature]).getCenter(), { ...PLACE, renderer }).addTo(this.map);
  }

  point() {
    const [lat, lng] = [this.targets.lat, this.targets.lng].map((input) => input.valueAsNumber);
    return Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) <= 85 ? L.latLng(lat, lng) : null;
  }

  choose(latlng) {
    const { lat, lng } = latlng.wrap();
    this.targets.lat.value = lat.toFixed(DECIMALS);
    this.targets.lng.value = lng.toFixed(DECIMALS);
    this.targets.lat.dispatchEvent(new Event("input", { bubbles: true }));
  }

  chooseMiddle() {
    this.choose(this.map.getCenter());
  }

  typed() {
    const point = this.point();
    if (point) this.show(point);
    else this.marker?.remove();
  }

  show(point, { closeUp = false } = {}) {
    const icon = L.divIcon({ className: "report-pin", iconSize: [28, 28], iconAnchor: [14, 14] });
    this.marker ??= L.marker(point, { icon, keyboard: false, interactive: false, pmIgnore: true });
    this.marker.setLatLng(point).addTo(this.map);
    if (closeUp) this.map.setView(point, NEAR, { animate: false });
    else if (!this.map.getBounds().contains(point)) this.map.panTo(point);
    this.say(interpolate(gettext("Chosen: %s, %s"), [point.lat.toFixed(DECIMALS), point.lng.toFixed(DECIMALS)]));
  }

  drawn() {
    const { drawing } = this;
    this.targets.outline.value = drawing.isEmpty ? "" : JSON.stringify(drawing.geojson());
    showMode(this.element, drawing);
    this.say(drawing.isEmpty ? "" : gettext("An outline is drawn."));
  }

  say(words) {
    this.targets.said.textContent = words;
  }
}

register("report-spot", ReportSpot);
