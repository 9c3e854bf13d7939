/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { boundsOf, boundsOfAll, makeMap } from "../map/base.js";
import { hectares } from "../map/format.js";
import { Places } from "../map/places.js";

/** Line and dash besides colour, as in compare.css. */
const KINDS = {
  new: { color: "#f2a33a", dashArray: null, fillOpacity: 0.45 },
  changed: { color: "#7fb4ff", dashArray: "10 4 2 4", fillOpacity: 0.3 },
  gone: { color: "#ff7f6b", dashArray: "2 6", fillOpacity: 0.05 },
  kept: { color: "#9aa59f", dashArray: null, fillOpacity: 0.15 },
};

function styleOf({ kind }, picked) {
  const { color, dashArray, fillOpacity } = KINDS[kind];
  return { color: picked ? "#ffffff" : color, fillColor: color, dashArray, fillOpacity, weight: picked ? 4 : 2.5, opacity: 1 };
}

/**
 * The findings of two searches on one map; boxes choose which kinds of difference are drawn.
 *
 *   <div data-controller="compare" data-compare-findings-value="/api/…/runs/1/compare/2/">
 */
class Compare {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "compare");
    this.values = values(element, "compare");
    this.features = [];
  }

  async connect() {
    const { findings, basemapUrl, basemapAttribution } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, scrollWheelZoom: false });
    this.places = new Places(this.map, {
      styleOf, onPick: (id) => this.places.pick(id),
      labelOf: (place) => `${place.place ? `#${place.place} · ` : ""}${hectares(place.area_ha)}`,
    });
    try {
      this.features = (await getJSON(findings)).features;
    } catch (error) {
      this.targets.note.textContent = `${gettext("The map could not be loaded.")} ${error.message}`;
      this.targets.note.hidden = false;
      return;
    }
    this.filter();
    const bounds = boundsOfAll(this.features);
    if (bounds) this.map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: 15 });
  }

  filter() {
    const boxes = this.element.querySelectorAll("[data-compare-target='kinds']:checked");
    const kinds = new Set([...boxes].map((box) => box.value));
    this.places.show(this.features.filter(({ properties }) => kinds.has(properties.kind)));
  }

  visit(_event, { id }) {
    const feature = this.features.find((one) => one.id === Number(id));
    if (!feature) return;
    this.element.querySelector(`[value="${feature.properties.kind}"]`).checked = true;
    this.filter();
    this.map.fitBounds(boundsOf(feature.bbox), { animate: false, padding: [40, 40], maxZoom: 16 });
    this.places.pick(feature.id);
    this.targets.map.scrollIntoView({ block: "nearest" });
  }
}

register("compare", Compare);
