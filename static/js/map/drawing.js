/* global L - Leaflet's classic script and Leaflet-Geoman's, loaded before the modules */

const STYLE = { color: "#7a4700", fillColor: "#f2a33a", fillOpacity: 0.25, weight: 3 };
const MODES = { edit: "GlobalEditMode", drag: "GlobalDragMode", cut: "GlobalCutMode", remove: "GlobalRemovalMode" };
const SHAPES = { rectangle: "Rectangle", polygon: "Polygon" };
const MAX_HISTORY = 50;
/** From here on a point every vertex would slow the browser down: such outlines are shown, moved and cut, not edited. */
const MAX_EDITABLE_POINTS = 3000;

/**
 * Polygons that a person draws and changes, with Leaflet-Geoman as the engine and buttons of our own.
 *
 *   const drawing = new Drawing(map, { onChange: () => check(drawing.geojson()), onMode: (mode) => showButtons(mode) });
 *   drawing.load(geojson);  drawing.start("polygon");  drawing.finish();  drawing.undo();
 *
 * A mode is "rectangle", "polygon", "edit", "drag", "cut", "remove", or null.
 */
export class Drawing {
  constructor(map, { onChange = () => {}, onMode = () => {}, style = STYLE } = {}) {
    Object.assign(this, { map, onChange, onMode, style, mode: null, history: [], kept: null });
    this.group = L.featureGroup().addTo(map);
    map.pm.setGlobalOptions({
      layerGroup: this.group, pathOptions: style, templineStyle: { color: style.color },
      hintlineStyle: { color: style.color, dashArray: "5 5" }, tooltips: false, snapDistance: 12, limitMarkersToCount: 200,
    });
    this.group.on("layeradd", ({ layer }) => layer.on("pm:edit pm:dragend", () => this.changed()));
    map.on("pm:create", () => { this.end(); this.changed(); });
    map.on("pm:remove", ({ layer }) => { this.group.removeLayer(layer); this.changed(); });
    map.on("pm:cut", ({ layer, originalLayer }) => this.replace(originalLayer, layer));
    map.on("pm:drawend", () => { if (this.mode in SHAPES) this.end(); });
    this.kept = JSON.stringify(this.geojson());
  }

  /** Show other polygons instead; the change can be undone unless it is the first. */
  load(geojson, { quiet = false, fit = true } = {}) {
    this.end();
    this.show(geojson);
    if (fit) this.fit();
    if (quiet) this.kept = JSON.stringify(this.geojson());
    else this.changed();
  }

  show(geojson) {
    this.group.clearLayers();
    this.add(polygonsOf(geojson));
  }

  add(polygons) {
    for (const coordinates of polygons) {
      const rings = coordinates.map((ring) => ring.slice(0, -1).map(([lng, lat]) => [lat, lng]));
      L.polygon(rings, this.style).addTo(this.group);
    }
  }

  fit() {
    const bounds = this.group.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, padding: [30, 30], maxZoom: 15 });
  }

  geojson() {
    const coordinates = this.group.getLayers().flatMap((layer) => polygonsOf(layer.toGeoJSON(7).geometry));
    return { type: "MultiPolygon", coordinates };
  }

  get isEmpty() {
    return this.group.getLayers().length === 0;
  }

  get canEdit() {
    return !this.isEmpty && this.geojson().coordinates.flat(2).length <= MAX_EDITABLE_POINTS;
  }

  /** Start a mode, or leave it when it is on. */
  start(mode) {
    const again = mode === this.mode;
    this.end();
    if (again) return;
    this.mode = mode;
    if (mode in SHAPES) this.map.pm.enableDraw(SHAPES[mode]);
    else this.map.pm[`enable${MODES[mode]}`]();
    this.onMode(mode);
  }

  end() {
    const { mode } = this;
    this.mode = null;
    if (mode in SHAPES) this.map.pm.disableDraw();
    else if (mode) this.map.pm[`disable${MODES[mode]}`]();
    if (mode) this.onMode(null);
  }

  /** Close the polygon that is being drawn or cut; leave other modes. */
  finish() {
    const tool = this.tool;
    if (tool?._layer?.getLatLngs().length > 2) tool._finishShape();
    else this.end();
  }

  removeLastPoint() {
    this.tool?._removeLastVertex?.();
  }

  /** Geoman's own tool while a polygon is drawn or cut. Its methods are those that Geoman's toolbar calls. */
  get tool() {
    return this.map.pm.Draw[{ polygon: "Polygon", cut: "Cut" }[this.mode]] ?? null;
  }

  /** What is left of a shape after a cut, as shapes of our own: Geoman gives one layer even for several parts. */
  replace(before, after) {
    const rest = polygonsOf(after.toGeoJSON(7));
    for (const layer of [before, after]) {
      this.group.removeLayer(layer);
      layer.remove();
    }
    this.add(rest);
    this.end();
    this.changed();
  }

  clear() {
    this.load({ type: "MultiPolygon", coordinates: [] }, { fit: false });
  }

  undo() {
    const before = this.history.pop();
    if (before === undefined) return;
    this.end();
    this.show(JSON.parse(before));
    this.kept = before;
    this.onChange();
  }

  changed() {
    const now = JSON.stringify(this.geojson());
    if (now === this.kept) return;
    this.history.push(this.kept);
    if (this.history.length > MAX_HISTORY) this.history.shift();
    this.kept = now;
    this.onChange();
  }
}

/** The polygons of any GeoJSON, each an array of rings; empty for null and for other shapes. */
export function polygonsOf(geojson) {
  switch (geojson?.type) {
    case "Polygon": return geojson.coordinates.length ? [geojson.coordinates] : [];
    case "MultiPolygon": return geojson.coordinates.filter((rings) => rings.length);
    case "Feature": return polygonsOf(geojson.geometry);
    case "FeatureCollection": return geojson.features.flatMap(polygonsOf);
    case "GeometryCollection": return geojson.geometries.flatMap(polygonsOf);
    default: return [];
  }
}
