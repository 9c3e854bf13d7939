/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { boundsOf, makeMap } from "../map/base.js";
import { hectares, score } from "../map/format.js";

const PATIENCE_MS = 150;
const MARGIN = 0.1;
/** Line, dash and size besides colour, as in compare.css. */
const KINDS = {
  kept: { color: "#9aa59f", dashArray: null, fillOpacity: 0.3, radius: 4 },
  new: { color: "#f2a33a", dashArray: null, fillOpacity: 0.6, radius: 6 },
  gone: { color: "#ff7f6b", dashArray: "2 6", fillOpacity: 0, radius: 6 },
};

/**
 * Shows what other thresholds would find: counts, hectares and map, from the server's stored scores.
 *
 *   <div data-controller="thresholds" data-thresholds-preview-value="/api/…/findings/preview/" data-thresholds-bounds-value="w,s,e,n">
 *     <form data-thresholds-target="form" data-action="input->thresholds#change">…</form>
 *     <div data-thresholds-target="map"></div>
 */
class Thresholds {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "thresholds");
    this.values = values(element, "thresholds");
  }

  connect() {
    const { basemapUrl, basemapAttribution, bounds } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, scrollWheelZoom: false });
    this.layer = L.geoJSON(null, {
      style: ({ properties }) => styleOf(properties),
      pointToLayer: ({ properties }, place) => L.circleMarker(place, { ...styleOf(properties), radius: KINDS[properties.kind].radius }),
      onEachFeature: ({ properties }, layer) => layer.bindTooltip(() => describe(properties), { sticky: true }),
    }).addTo(this.map);
    if (bounds) this.map.fitBounds(boundsOf(bounds.split(",").map(Number)), { animate: false, padding: [8, 8] });
    this.map.on("moveend", () => this.later());
    this.load();
  }

  disconnect() {
    this.loading?.abort();
    clearTimeout(this.timer);
  }

  change() {
    for (const slider of this.targets.form.querySelectorAll("[data-thresholds-slides-param]")) {
      const { value } = this.targets.form.elements[slider.getAttribute("data-thresholds-slides-param")];
      if (value !== "") slider.value = value;
    }
    this.later();
  }

  slide(event, { slides }) {
    this.targets.form.elements[slides].value = Number(event.target.value).toFixed(4);
  }

  preset(_event, { fields, words }) {
    for (const [name, value] of Object.entries(JSON.parse(fields))) this.targets.form.elements[name].value = value;
    this.targets.words.textContent = words;
    this.targets.words.hidden = false;
    this.change();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PATIENCE_MS);
  }

  async load() {
    if (!this.targets.form.checkValidity()) return;
    this.loading?.abort();
    this.loading = new AbortController();
    this.element.toggleAttribute("data-waiting", true);
    try {
      this.show(await getJSON(`${this.values.preview}?${this.query()}`, { signal: this.loading.signal }));
      this.say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      this.say(error.message);
    }
    this.element.toggleAttribute("data-waiting", false);
  }

  query() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.targets.form)) {
      if (value !== "" && name !== "csrfmiddlewaretoken") query.set(name, value);
    }
    const seen = this.map.getBounds().pad(MARGIN);
    const edges = [seen.getWest(), Math.max(-89, seen.getSouth()), seen.getEast(), Math.min(89, seen.getNorth())];
    query.set("bbox", edges.map((edge) => edge.toFixed(6)).join(","));
    return query;
  }

  show(preview) {
    const count = (n) => n.toLocaleString(document.documentElement.lang);
    const figures = {
      nInForce: count(preview.n_in_force), nFindings: count(preview.n_findings), nLone: count(preview.n_lone),
      nNew: count(preview.n_new), nKept: count(preview.n_kept), nGone: count(preview.n_gone),
      areaInForce: hectares(preview.area_in_force_ha), area: hectares(preview.area_ha),
    };
    for (const [name, words] of Object.entries(figures)) this.targets[name].textContent = words;
    this.layer.clearLayers();
    this.layer.addData({ type: "FeatureCollection", features: preview.features });
    const drawn = preview.features.filter(({ properties }) => properties.kind !== "gone").length;
    const some = gettext("The %(drawn)s largest of %(all)s findings in view are drawn. Zoom in to see the others.");
    const words = drawn < preview.in_view ? interpolate(some, { drawn: count(drawn), all: count(preview.in_view) }, true) : "";
    if (this.targets.note.textContent !== words) this.targets.note.textContent = words;
  }

  say(words) {
    this.targets.problem.textContent = words;
    this.targets.problem.hidden = !words;
    if (this.targets.apply) this.targets.apply.disabled = Boolean(words);
  }
}

function styleOf({ kind }) {
  const { color, dashArray, fillOpacity } = KINDS[kind];
  return { color, fillColor: color, dashArray, fillOpacity, weight: 2.5, opacity: 1 };
}

function describe({ kind, area_ha: area, score: best }) {
  const words = { kept: gettext("Found again"), new: gettext("Newly found"), gone: gettext("No longer found") };
  const line = document.createElement("span");
  line.textContent = `${words[kind]} · ${hectares(area)} · ${score(best)}`;
  return line;
}

register("thresholds", Thresholds);
