/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { makeMap } from "../map/base.js";

const STYLE = {
  positive: { color: "#7a4700", fillColor: "#f2a33a", fillOpacity: 0.7, weight: 2 },
  negative: { color: "#16201c", fillColor: "#ffffff", fillOpacity: 0.7, weight: 2, dashArray: "4 3" },
};

/**
 * Places that were known beforehand; those that are negative have broken outlines.
 *
 *   <div class="map" data-controller="places-map" data-places-map-places-value="….geojson">
 */
class PlacesMap {
  constructor(element) {
    this.element = element;
    this.values = values(element, "places-map");
  }

  async connect() {
    const { places, basemapUrl, basemapAttribution } = this.values;
    const map = makeMap(this.element, { basemapUrl, basemapAttribution, scrollWheelZoom: false });
    try {
      this.draw(map, await getJSON(places));
    } catch (error) {
      this.element.append(make("p", { class: "map__note", role: "status" }, `${gettext("The map could not be loaded.")} ${error.message}`));
    }
  }

  draw(map, places) {
    const style = ({ properties }) => STYLE[properties.answer];
    const drawn = L.geoJSON(places, {
      style,
      pointToLayer: (feature, at) => L.circleMarker(at, { radius: 7, ...style(feature) }),
      onEachFeature: ({ properties }, layer) => { if (properties.name) layer.bindTooltip(make("span", {}, properties.name)); },
    }).addTo(map);
    if (places.features.length) map.fitBounds(drawn.getBounds(), { animate: false, padding: [30, 30], maxZoom: 15 });
  }
}

register("places-map", PlacesMap);
