/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
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
 *   <div data-controller="public-map" data-public-map-places-value="….geojson"
 *        data-public-map-coverage-value="….geojson" data-public-map-report-value="…">
 *
 * View, year and place are kept in the address after `#`, so that it can be sent to somebody else.
 */
class PublicMap {
  constructor(element) {
    this.targets = targets(element, "public-map");
    this.values = values(element, "public-map");
    this.features = [];
    this.state = readHash(location.hash);
  }

  async connect() {
    const { attribution, basemapUrl, basemapAttribution } = this.values;
    const { note } = this.targets;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution });
    if (attribution) this.map.attributionControl.addAttribution(escape(attribution));
    this.places = new Places(this.map, {
      styleOf, onPick: (id) => this.open(id, { focus: true }),
      labelOf: (place) => `${interpolate(gettext("Place %s"), [place.place])} · ${hectares(place.area_ha)}`,
    });
    this.listen();
    try {
      const [places, coverage] = await Promise.all([getJSON(this.values.places), getJSON(this.values.coverage)]);
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
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  start() {
    this.targets.years.hidden = this.targets.years.querySelectorAll("input").length < 3;
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
    if (this.values.basemapUrl) this.cover.eachLayer((layer) => { if (layer.feature.properties.state === "analysed") layer.setStyle({ fillOpacity: 0.15 }); });
  }

  pickYear(event) {
    this.filter(event.target.value);
  }

  filter(year, { quiet = false } = {}) {
    const input = [...this.targets.years.querySelectorAll("input")].find((one) => one.value === year);
    this.state.year = input ? year : "";
    (input ?? this.targets.years.querySelector("input")).checked = true;
    const shown = this.features.filter(({ properties }) => !this.state.year || (properties.year_uncertain ? UNCERTAIN : String(properties.year)) === this.state.year);
    this.places.show(shown);
    this.places.pick(this.state.place);
    this.count(shown);
    if (!quiet) this.remember();
  }

  count(shown) {
    const area = shown.reduce((sum, { properties }) => sum + properties.area_ha, 0);
    const language = document.documentElement.lang;
    this.targets.nPlaces.textContent = shown.length.toLocaleString(language);
    this.targets.nPlacesWord.textContent = ngettext("confirmed place", "confirmed places", shown.length);
    this.targets.area.textContent = area.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  open(id, { focus = false, zoom = false } = {}) {
    const feature = this.features.find((one) => one.id === id);
    if (!feature) return this.missing(id);
    if (!this.places.byId.has(id)) this.filter("", { quiet: true });
    this.state.place = id;
    this.targets.note.hidden = true;
    this.places.pick(id);
    this.describe(feature.properties);
    this.targets.card.hidden = false;
    const at = [feature.properties.lat, feature.properties.lng];
    if (zoom) this.map.setView(at, 15, { animate: false });
    else if (!this.map.getBounds().contains(at)) this.map.panTo(at);
    this.uncover();
    if (focus) this.targets.card.focus({ preventScroll: false });
    this.markRow(id);
    this.remember();
  }

  /** An old link to a place that this release does not have: its own page says why. */
  missing(id) {
    this.close();
    const words = interpolate(gettext("This release does not show place %s."), [id]);
    const link = make("a", { href: this.values.page.replace("/0/", `/${id}/`) }, gettext("What happened to it"));
    this.targets.note.replaceChildren(`${words} `, link);
    this.targets.note.hidden = false;
  }

  /** On a small screen the card lies over the map's lower part: move the place to the middle of what is left. */
  uncover() {
    const hidden = this.targets.map.getBoundingClientRect().bottom - this.targets.card.getBoundingClientRect().top;
    if (getComputedStyle(this.targets.card).position === "fixed" && hidden > 0) this.map.panBy([0, hidden / 2], { animate: false });
  }

  describe(place) {
    const words = ngettext("%s editor", "%s editors", place.confirmed_by);
    const texts = {
      placeTitle: interpolate(gettext("Place %s"), [place.place]),
      placeArea: hectares(place.area_ha),
      placeCaptured: captured(place),
      placeConfirmed: interpolate(words, [place.confirmed_by]),
      placeScore: score(place.score),
      placeFound: interpolate(gettext("search %s, model v%s"), [place.run, place.model_version]),
      placeLocation: `${place.lat.toFixed(5)}, ${place.lng.toFixed(5)}`,
    };
    for (const [name, text] of Object.entries(texts)) this.targets[name].textContent = text;
    this.targets.placeLink.href = this.values.page.replace("/0/", `/${place.place}/`);
    this.targets.reportLink.href = `${this.values.report}?place=${place.place}`;
  }

  markRow(id) {
    document.querySelector(".places-table tr[aria-current]")?.removeAttribute("aria-current");
    document.querySelector(`.places-table [data-public-map-place-param="${id}"]`)?.closest("tr").setAttribute("aria-current", "true");
  }

  close() {
    if (this.targets.card.hidden) return;
    this.targets.card.hidden = true;
    this.state.place = null;
    this.places.pick(null);
    this.markRow(null);
    this.remember();
  }

  /** A link of the list: shown here, unless it is to be opened elsewhere. */
  visit(event, { place }) {
    if (!this.features.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(Number(place), { zoom: true, focus: true });
    this.targets.map.scrollIntoView({ block: "nearest" });
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
