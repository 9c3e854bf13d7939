/* global L - Leaflet's classic script and Leaflet-Geoman's, loaded before the modules */
import { ApiError, describeFailure, getJSON, postJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { boundsOf, makeMap } from "../map/base.js";
import { readPlace } from "../map/coordinates.js";
import { Drawing } from "../map/drawing.js";
import { addGraticule } from "../map/graticule.js";
import { attachTools, showMode } from "./drawing.js";

const PAUSE_MS = 400;
const POLL_MS = 1000;
const SEEN_ZOOM = 13;

/**
 * The region of a campaign: drawn, pasted or read from a file, checked by the server as it changes.
 *
 *   <div data-controller="region" data-region-check-value="…" data-region-upload-value="…" data-region-extent-value="[…]">
 *
 * The text field holds what is stored; the map shows it. What the server mended is outlined, with the spots marked.
 */
class RegionController {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "region");
    this.values = values(element, "region");
  }

  connect() {
    const { basemapUrl, basemapAttribution, extent, seen, reading } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, preferCanvas: false });
    addGraticule(this.map);
    this.drawOverview();
    this.drawExtent(extent ? JSON.parse(extent) : null);
    this.showSeen(seen ? JSON.parse(seen) : null);
    this.mended = L.featureGroup().addTo(this.map);
    this.drawing = new Drawing(this.map, { onChange: () => this.drawn(), onMode: () => this.showTools() });
    attachTools(this.element, this.drawing);
    this.open();
    this.targets.drop.addEventListener("dragover", (event) => this.hover(event, true));
    for (const type of ["dragleave", "drop"]) this.targets.drop.addEventListener(type, (event) => this.hover(event, false));
    this.targets.drop.addEventListener("drop", (event) => this.send(event.dataTransfer.files[0]));
    this.map.getContainer().addEventListener("keydown", (event) => this.press(event));
    if (reading) this.follow(reading);
  }

  disconnect() {
    this.abort?.abort();
    clearTimeout(this.timer);
  }

  /** What is stored, or what was written and could not be. */
  open() {
    const { text } = this.targets;
    try {
      this.drawing.load(JSON.parse(text.value), { quiet: true });
    } catch {
      if (text.value.trim()) this.check(text.value);
    }
    if (this.drawing.isEmpty && this.extent) this.map.fitBounds(this.extent, { animate: false, padding: [20, 20] });
    else if (this.drawing.isEmpty && this.seen) this.map.setView(this.seen.getCenter(), SEEN_ZOOM, { animate: false });
    if (!this.drawing.isEmpty) this.check(text.value);
    this.showTools();
  }

  /** The imagery itself, coarsely, below everything that is drawn. */
  drawOverview() {
    const { overviewUrl, overviewBounds, attribution } = this.values;
    if (!overviewUrl) return;
    const bounds = boundsOf(JSON.parse(overviewBounds));
    const words = document.createElement("span"); // Leaflet takes HTML
    words.textContent = attribution;
    L.imageOverlay(overviewUrl, bounds, { attribution: words.innerHTML, pmIgnore: true, interactive: false, alt: "" }).addTo(this.map);
    this.extent = bounds;
  }

  drawExtent(edges) {
    if (!edges) return;
    this.extent = boundsOf(edges);
    const style = { color: "#46524c", weight: 2, dashArray: "2 6", fill: false };
    L.rectangle(this.extent, { ...style, interactive: false, pmIgnore: true }).addTo(this.map);
  }

  /** The one tile that was looked at, so that the sheet is not empty; where the imagery has no edge, a start. */
  showSeen(tile) {
    if (!tile) return;
    this.seen = boundsOf(tile.edges);
    L.imageOverlay(tile.picture, this.seen, { interactive: false, pmIgnore: true }).addTo(this.map);
  }

  fit() {
    if (this.drawing.isEmpty && this.extent) this.map.fitBounds(this.extent);
    else this.drawing.fit();
  }

  press(event) {
    if (event.key === "Escape") this.drawing.end();
    if (event.key === "Enter" && this.drawing.tool) { event.preventDefault(); this.drawing.finish(); }
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.drawing.undo(); }
  }

  showTools() {
    showMode(this.element, this.drawing);
  }

  drawn() {
    if (this.isShowing) return;
    const region = this.drawing.geojson();
    this.targets.text.value = this.drawing.isEmpty ? "" : JSON.stringify(region);
    this.showTools();
    this.later(() => this.check(this.targets.text.value));
  }

  write() {
    this.later(() => this.check(this.targets.text.value, { draw: true }));
  }

  later(act) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, PAUSE_MS);
  }

  addBox(event) {
    event.preventDefault();
    const edges = ["west", "south", "east", "north"].map((name) => this.targets[name].value.trim());
    const [west, south, east, north] = edges.map(Number);
    const isBox = edges.every(Boolean) && west !== east && south < north && Math.abs(south) <= 90 && Math.abs(north) <= 90;
    this.targets.boxError.hidden = isBox;
    if (!isBox) return;
    const end = east < west ? east + 360 : east;
    const ring = [[west, south], [end, south], [end, north], [west, north], [west, south]];
    const { coordinates } = this.drawing.geojson();
    this.drawing.load({ type: "MultiPolygon", coordinates: [...coordinates, [ring]] });
  }

  go(event) {
    event.preventDefault();
    const place = readPlace(this.targets.place.value);
    this.targets.placeError.hidden = place !== null;
    if (place) this.map.setView([place.lat, place.lng], place.zoom, { animate: false });
  }

  async check(text, { draw = false } = {}) {
    this.abort?.abort();
    if (!text.trim()) return this.forget();
    this.abort = new AbortController();
    try {
      this.showFacts(await postJSON(this.values.check, { region: text }, { signal: this.abort.signal }), { draw });
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      this.showError(error.message);
    }
  }

  forget() {
    this.mended.clearLayers();
    this.targets.facts.hidden = true;
    this.targets.notes.replaceChildren();
    this.targets.error.hidden = true;
    this.targets.hint.hidden = false;
  }

  showGeometry(geometry) {
    this.isShowing = true;
    this.drawing.load(geometry);
    this.isShowing = false;
    this.showTools();
  }

  showFacts(facts, { draw = false } = {}) {
    const { tiles, area, reading, readingRow, error, hint, notes } = this.targets;
    if (draw) this.showGeometry(facts.geometry);
    tiles.textContent = facts.tiles;
    area.textContent = facts.area;
    reading.textContent = facts.reading;
    readingRow.hidden = !facts.reading;
    this.targets.facts.hidden = false;
    error.hidden = hint.hidden = true;
    notes.replaceChildren(...facts.notes.map((words) => make("li", {}, words)));
    this.showMended(facts, draw);
  }

  /** The outline as it would be stored, where it differs from what was drawn. */
  showMended({ geometry, spots, notes }, isShown) {
    this.mended.clearLayers();
    const options = { pmIgnore: true, interactive: false };
    if (notes.length && !isShown) {
      const style = { ...options, color: "#0b6b5d", weight: 2, dashArray: "6 4", fill: false };
      L.geoJSON(geometry, { ...options, style: () => style }).addTo(this.mended);
    }
    spots.forEach(([lng, lat], index) => {
      const icon = L.divIcon({ className: "region-spot", html: `<span>${index + 1}</span>`, iconSize: [28, 28] });
      L.marker([lat, lng], { ...options, icon, title: gettext("Mended here"), keyboard: false }).addTo(this.mended);
    });
  }

  showError(words) {
    const { facts, error, notes, hint } = this.targets;
    this.mended.clearLayers();
    facts.hidden = hint.hidden = true;
    notes.replaceChildren();
    error.textContent = words;
    error.hidden = false;
  }

  hover(event, isOver) {
    event.preventDefault();
    this.targets.drop.classList.toggle("region-drop--over", isOver);
  }

  pick(event) {
    if (event.target.files.length) this.send(event.target.files[0]);
  }

  async send(file) {
    if (!file) return;
    this.showFile(gettext("Sending…"));
    const body = new FormData();
    body.append("file", file);
    const headers = { Accept: "application/json", "X-CSRFToken": document.body.dataset.csrf ?? "" };
    try {
      const response = await fetch(this.values.upload, { method: "POST", body, headers, credentials: "same-origin" });
      const answer = await response.json().catch(() => null);
      if (!response.ok) throw new ApiError(describeFailure(answer, response.status));
      await this.follow(answer.url);
    } catch (error) {
      this.showFileError(error instanceof ApiError ? error.message : gettext("No connection. Check the network and try again."));
    }
    this.targets.file.value = "";
  }

  async follow(url) {
    for (;;) {
      const upload = await getJSON(url).catch((error) => ({ failure: error.message }));
      if (upload.failure) return this.showFileError(upload.failure);
      if (upload.facts) {
        this.showFile("");
        this.targets.text.value = JSON.stringify(upload.facts.geometry);
        return this.showFacts(upload.facts, { draw: true });
      }
      this.showFile(`${upload.state}…`);
      await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
    }
  }

  showFile(words) {
    const { fileState, fileError } = this.targets;
    fileState.textContent = words;
    fileError.hidden = true;
  }

  showFileError(words) {
    this.showFile("");
    this.targets.fileError.textContent = words;
    this.targets.fileError.hidden = false;
  }
}

register("region", RegionController);
