/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register } from "../core/controllers.js";
import { boundsOfAll, makeMap } from "../map/base.js";
import { captured, hectares, score } from "../map/format.js";
import { readHash, writeHash } from "../map/permalink.js";
import { Places } from "../map/places.js";

const UNCERTAIN = "uncertain";
const COVER = {
  analysed: { fillColor: "#f6f5f1", fillOpacity: 0.92 },
  no_imagery: { fillColor: "url(#cover-no_imagery)", fillOpacity: 0.9 },
  failed: { fillColor: "url(#cover-failed)", fillOpacity: 0.9 },
  pending: { fillColor: "url(#cover-pending)", fillOpacity: 0.9 },
};

function styleOf(place, picked) {
  const dashArray = place.year_uncertain ? "5 4" : null;
  return { color: picked ? "#16201c" : "#7a4700", fillColor: "#f2a33a", fillOpacity: picked ? 0.85 : 0.6, weight: picked ? 4 : 2, dashArray, opacity: 1 };
}

/**
 * The public map: the places of one release over what was searched and what was not.
 *
 *   <div data-controller="public-map" data-places="….geojson" data-coverage="….geojson" data-report="…">
 *
 * View, year and place are kept in the address after `#`, so that it can be sent to somebody else.
 */
class PublicMap {
  constructor(element) {
    this.element = element;
    this.parts = {};
    for (const part of element.querySelectorAll("[data-part]")) this.parts[part.dataset.part.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = part;
    this.features = [];
    this.state = readHash(location.hash);
  }

  async connect() {
    const { dataset } = this.element;
    const { note } = this.parts;
    this.map = makeMap(this.parts.map, dataset);
    if (dataset.attribution) this.map.attributionControl.addAttribution(escape(dataset.attribution));
    this.places = new Places(this.map, {
      styleOf, onPick: (id) => this.open(id, { focus: true }),
      labelOf: (place) => `${interpolate(gettext("Place %s"), [place.place])} · ${hectares(place.area_ha)}`,
    });
    this.listen();
    try {
      const [places, coverage] = await Promise.all([getJSON(dataset.places), getJSON(dataset.coverage)]);
      this.features = places.features;
      this.drawCoverage(coverage);
      this.start();
    } catch (error) {
      note.textContent = `${gettext("The map could not be loaded.")} ${error.message}`;
      note.hidden = false;
    }
  }

  listen() {
    addEventListener("hashchange", () => this.follow());
    this.parts.years.addEventListener("change", (event) => this.filter(event.target.value));
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  start() {
    this.parts.years.hidden = this.parts.years.querySelectorAll("input").length < 3;
    this.filter(this.state.year, { quiet: true });
    const { view, place } = this.state;
    if (view) this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else this.map.fitBounds(boundsOfAll(this.features), { animate: false, padding: [40, 40], maxZoom: 16 });
    if (place) this.open(place, { zoom: !view });
    this.map.on("moveend", () => this.remember());
  }

  /** Below the places, in SVG, since a canvas draws no patterns. */
  drawCoverage(coverage) {
    this.map.createPane("cover").style.zIndex = 350;
    const renderer = L.svg({ pane: "cover", padding: 0.5 });
    const style = (feature) => ({ color: "#8b8a82", weight: 1, ...COVER[feature.properties.state] });
    this.cover = L.geoJSON(coverage, { renderer, style, interactive: false, pane: "cover" }).addTo(this.map);
    if (this.element.dataset.basemapUrl) this.cover.eachLayer((layer) => { if (layer.feature.properties.state === "analysed") layer.setStyle({ fillOpacity: 0.15 }); });
  }

  filter(year, { quiet = false } = {}) {
    const input = [...this.parts.years.querySelectorAll("input")].find((one) => one.value === year);
    this.state.year = input ? year : "";
    (input ?? this.parts.years.querySelector("input")).checked = true;
    const shown = this.features.filter(({ properties }) => !this.state.year || (properties.year_uncertain ? UNCERTAIN : String(properties.year)) === this.state.year);
    this.places.show(shown);
    this.places.pick(this.state.place);
    this.count(shown);
    if (!quiet) this.remember();
  }

  count(shown) {
    const area = shown.reduce((sum, { properties }) => sum + properties.area_ha, 0);
    const language = document.documentElement.lang;
    this.parts.nPlaces.textContent = shown.length.toLocaleString(language);
    this.parts.nPlacesWord.textContent = ngettext("confirmed place", "confirmed places", shown.length);
    this.parts.area.textContent = area.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  open(id, { focus = false, zoom = false } = {}) {
    const feature = this.features.find((one) => one.id === id);
    if (!feature) return this.close();
    if (!this.places.byId.has(id)) this.filter("", { quiet: true });
    this.state.place = id;
    this.places.pick(id);
    this.describe(feature.properties);
    this.parts.card.hidden = false;
    const at = [feature.properties.lat, feature.properties.lng];
    if (zoom) this.map.setView(at, 15, { animate: false });
    else if (!this.map.getBounds().contains(at)) this.map.panTo(at);
    this.uncover();
    if (focus) this.parts.card.focus({ preventScroll: false });
    this.markRow(id);
    this.remember();
  }

  /** On a small screen the card lies over the map's lower part: move the place to the middle of what is left. */
  uncover() {
    const hidden = this.parts.map.getBoundingClientRect().bottom - this.parts.card.getBoundingClientRect().top;
    if (getComputedStyle(this.parts.card).position === "fixed" && hidden > 0) this.map.panBy([0, hidden / 2], { animate: false });
  }

  describe(place) {
    const words = ngettext("%s editor", "%s editors", place.confirmed_by);
    const texts = {
      title: interpolate(gettext("Place %s"), [place.place]),
      area: hectares(place.area_ha),
      captured: captured(place),
      confirmed: interpolate(words, [place.confirmed_by]),
      score: score(place.score),
      found: interpolate(gettext("run %s, model version %s"), [place.run, place.model_version]),
      where: `${place.lat.toFixed(5)}, ${place.lng.toFixed(5)}`,
    };
    for (const [name, text] of Object.entries(texts)) this.field(name).textContent = text;
    this.field("report").href = `${this.element.dataset.report}?place=${place.place}`;
  }

  field(name) {
    return this.parts.card.querySelector(`[data-field="${name}"]`);
  }

  markRow(id) {
    document.querySelector(".places-table tr[aria-current]")?.removeAttribute("aria-current");
    document.querySelector(`.places-table [data-place="${id}"]`)?.closest("tr").setAttribute("aria-current", "true");
  }

  close() {
    if (this.parts.card.hidden) return;
    this.parts.card.hidden = true;
    this.state.place = null;
    this.places.pick(null);
    this.markRow(null);
    this.remember();
  }

  clicked(event) {
    if (event.target.closest('[data-act="close"]')) return this.close();
    const link = event.target.closest("[data-place]");
    if (!link || !this.features.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(Number(link.dataset.place), { zoom: true, focus: true });
    this.parts.map.scrollIntoView({ block: "nearest" });
  }

  remember() {
    const { lat, lng } = this.map.getCenter();
    history.replaceState(null, "", writeHash({ ...this.state, view: { zoom: this.map.getZoom(), lat, lng } }) || location.pathname);
  }

  follow() {
    const wanted = readHash(location.hash);
    if (!wanted.view && !wanted.year && !wanted.place) return;
    if (wanted.year !== this.state.year) this.filter(wanted.year, { quiet: true });
    if (wanted.view) this.map.setView([wanted.view.lat, wanted.view.lng], wanted.view.zoom, { animate: false });
    if (wanted.place) this.open(wanted.place, { zoom: !wanted.view });
    else this.close();
  }
}

function escape(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

register("public-map", PublicMap);
