/* global L - Leaflet's classic script, loaded before the modules */

const POLYGONS_FROM_ZOOM = 14;

/**
 * Places as polygons where they are large enough to see, and as points where they are not.
 *
 *   const places = new Places(map, { styleOf: (properties) => ({ color, dashArray, … }), onPick: (id) => … });
 *   places.show(features);  places.pick(7);  places.restyle(7);
 */
export class Places {
  constructor(map, { styleOf, onPick, labelOf }) {
    Object.assign(this, { map, styleOf, onPick, labelOf, picked: null });
    this.renderer = L.canvas({ padding: 0.3, tolerance: 6 });
    this.polygons = L.featureGroup();
    this.points = L.featureGroup();
    this.byId = new Map();
    map.on("zoomend", () => this.switch());
  }

  show(features) {
    this.polygons.clearLayers();
    this.points.clearLayers();
    this.byId.clear();
    for (const feature of features) this.add(feature);
    this.switch();
  }

  add(feature) {
    const options = { renderer: this.renderer, ...this.styleOf(feature.properties, false) };
    const polygon = L.geoJSON(feature.shown ?? feature.geometry, { renderer: this.renderer, style: () => options });
    const point = L.circleMarker(centreOf(feature), { ...options, dashArray: null, radius: 6, fillOpacity: 0.85 });
    for (const layer of [polygon, point]) {
      layer.on("click", () => this.onPick(feature.id));
      if (this.labelOf) layer.bindTooltip(() => this.labelOf(feature.properties), { sticky: true });
    }
    this.polygons.addLayer(polygon);
    this.points.addLayer(point);
    this.byId.set(feature.id, { feature, polygon, point });
  }

  remove(id) {
    const place = this.byId.get(id);
    if (!place) return;
    this.polygons.removeLayer(place.polygon);
    this.points.removeLayer(place.point);
    this.byId.delete(id);
  }

  pick(id) {
    const before = this.picked;
    this.picked = id;
    this.restyle(before);
    this.restyle(id);
    this.byId.get(id)?.polygon.bringToFront();
    if (this.map.hasLayer(this.points)) this.byId.get(id)?.point.bringToFront();
  }

  restyle(id) {
    const place = this.byId.get(id);
    if (!place) return;
    const style = this.styleOf(place.feature.properties, id === this.picked);
    place.polygon.setStyle(style);
    place.point.setStyle({ ...style, dashArray: null, fillOpacity: 0.85 });
    place.point.setRadius(id === this.picked ? 9 : 6);
  }

  switch() {
    const near = this.map.getZoom() >= POLYGONS_FROM_ZOOM;
    const [shown, hidden] = near ? [this.polygons, this.points] : [this.points, this.polygons];
    hidden.remove();
    if (!this.map.hasLayer(shown)) shown.addTo(this.map);
  }
}

function centreOf({ bbox, properties }) {
  if (bbox) return [(bbox[1] + bbox[3]) / 2, (bbox[0] + bbox[2]) / 2];
  return [properties.lat, properties.lng];
}
