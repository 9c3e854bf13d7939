/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { boundsOf, makeMap } from "../map/base.js";
import { readPlace } from "../map/coordinates.js";
import { captured, hectares, score } from "../map/format.js";
import { addCover, addSwipe, makePictures } from "../map/ground.js";
import { readHash, writeHash } from "../map/permalink.js";
import { makeVectorPlaces } from "../map/vector_places.js";
import { VectorSource } from "../map/vector_source.js";

const PLACE_ZOOM = 16;
const STEP_MS = 1600;
const NARROW_PX = 600;
const DISTRICT_PADDING = 0.002;

function styleOf({ year }, picked) {
  return { color: picked ? "#16201c" : "#7a4700", fillColor: "#f2a33a", fillOpacity: picked ? 0.12 : 0.35, weight: picked ? 4 : 2, dashArray: year ? "" : "5 4" };
}

/**
 * The public map: the places of one release over what was searched and what was not.
 *
 *   <div data-controller="public-map" data-public-map-tiles-value="….pmtiles" data-public-map-worker-value="….js"
 *        data-public-map-coverage-value="….geojson" data-public-map-facts-value="…/places/0/" …>
 *
 * View, year, place and layers are kept in the address after `#`, so that it can be sent to somebody else.
 */
class PublicMap {
  constructor(element) {
    this.targets = targets(element, "public-map");
    this.values = values(element, "public-map");
    this.state = readHash(location.hash);
  }

  async connect() {
    const { basemapUrl, basemapAttribution } = this.values;
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, fadeAnimation: false });
    if (this.values.attribution) this.map.attributionControl.addAttribution(escape(this.values.attribution));
    this.addPictures();
    this.addPlaces();
    this.listen();
    this.start();
    try {
      addCover(this.map, await getJSON(this.values.coverage), { hasBackground: Boolean(basemapUrl) });
    } catch (error) {
      this.tell(`${gettext("The map could not be loaded.")} ${error.message}`);
    }
  }

  addPictures() {
    const { pictures, zoom, basemapUrl } = this.values;
    if (!pictures) return;
    this.pictures = makePictures(this.map, pictures.replace("/0/0/0", "/{z}/{x}/{y}"), { zoom: Number(zoom), attribution: "" });
    if (this.state.pictures) this.pictures.addTo(this.map);
    L.control.layers({}, { [gettext("Pictures that were searched")]: this.pictures }, { position: "topright", collapsed: this.map.getSize().x < NARROW_PX }).addTo(this.map);
    this.map.on("layeradd layerremove", ({ layer }) => {
      if (layer !== this.pictures) return;
      this.state.pictures = this.map.hasLayer(this.pictures);
      this.targets.swipe.hidden = !basemapUrl || !this.state.pictures;
      this.remember();
    });
    if (!basemapUrl) return;
    addSwipe(this.map, this.targets.swipe.querySelector("input"), "pictures");
    this.targets.swipe.hidden = !this.state.pictures;
  }

  addPlaces() {
    if (!this.values.tiles) return;
    this.places = makeVectorPlaces(new VectorSource(this.values.worker, this.values.tiles), { styleOf, pane: "overlayPane" });
    this.places.on("failed", ({ message }) => this.tell(`${gettext("The map could not be loaded.")} ${message}`));
    this.places.addTo(this.map);
    this.hint = L.tooltip({ direction: "top", offset: [0, -8] });
    this.map.on("click", ({ latlng }) => this.press(latlng));
    this.map.on("mousemove", ({ latlng }) => this.hover(latlng));
    this.map.on("mouseout movestart", () => this.hint.remove());
  }

  listen() {
    addEventListener("hashchange", () => this.follow());
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    this.map.on("moveend", () => this.remember());
  }

  start() {
    const { years } = this.targets;
    years.hidden = years.querySelectorAll("input").length < 3;
    this.filter(this.state.year, { quiet: true });
    const { view, place } = this.state;
    if (view) this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else if (this.values.bounds) this.showAll();
    if (place) this.open(place, { zoom: !view });
    if (this.values.waiting) this.tell(this.values.waiting);
  }

  showAll() {
    const bounds = boundsOf(this.values.bounds.split(",").map(Number));
    this.map.fitBounds(bounds.pad(0.05), { animate: false, maxZoom: 15 });
  }

  press(latlng) {
    const found = this.places.at(latlng);
    if (found?.n) this.map.setView(latlng, Math.min(this.map.getZoom() + 2, 9));
    else if (found) this.open(found.place, { focus: true });
  }

  hover(latlng) {
    const found = this.places.at(latlng);
    this.targets.map.classList.toggle("map--over", Boolean(found));
    if (!found) return this.hint.remove();
    const words = found.n ? ngettext("%s place", "%s places", found.n) : gettext("Place %s");
    const text = interpolate(words, [found.n ?? found.place]);
    this.hint.setContent(found.n ? text : `${text} · ${hectares(found.ha)}`).setLatLng(latlng).addTo(this.map);
  }

  pickYear(event) {
    this.filter(event.target.value);
  }

  filter(year, { quiet = false } = {}) {
    const inputs = [...this.targets.years.querySelectorAll("input")];
    const input = inputs.find((one) => one.value === year) ?? inputs[0];
    this.state.year = input.value;
    input.checked = true;
    this.places?.show({ year: this.state.year });
    const [places, area] = ["places", "area"].map((name) => Number(input.getAttribute(`data-public-map-${name}-param`)));
    this.count(places, area);
    if (!quiet) this.remember();
  }

  /** One year after the other, until the last or until it is pressed again. */
  play(event) {
    const button = event.target.closest("button");
    const stop = () => {
      clearInterval(this.playing);
      this.playing = null;
      button.setAttribute("aria-pressed", "false");
    };
    if (this.playing) return stop();
    const years = [...this.targets.years.querySelectorAll("input")].map((input) => input.value).filter((year) => /^\d+$/.test(year));
    let next = Math.max(0, years.indexOf(this.state.year) + 1) % years.length;
    const step = () => {
      this.filter(years[next]);
      next += 1;
      if (next === years.length) stop();
    };
    button.setAttribute("aria-pressed", "true");
    this.playing = setInterval(step, STEP_MS);
    step();
  }

  count(n, ha) {
    const language = document.documentElement.lang;
    this.targets.nPlaces.textContent = n.toLocaleString(language);
    this.targets.nPlacesWord.textContent = ngettext("confirmed place", "confirmed places", n);
    this.targets.area.textContent = ha.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  /** A place's number, a district's name, or coordinates. */
  search(event) {
    event.preventDefault();
    const text = this.targets.query.value.trim();
    const number = text.match(/^#?(\d+)$/);
    const district = this.districts().find((one) => one.name.toLocaleLowerCase() === text.toLocaleLowerCase());
    const point = readPlace(text);
    if (number) this.open(Number(number[1]), { zoom: true, focus: true });
    else if (district) this.fit(district.bounds);
    else if (point) this.map.setView([point.lat, point.lng], point.zoom, { animate: false });
    this.targets.queryNote.hidden = Boolean(number || district || point);
  }

  districts() {
    const rows = document.querySelectorAll("[data-public-map-bounds-param]");
    return [...rows].map((row) => ({ name: row.textContent.trim(), bounds: row.getAttribute("data-public-map-bounds-param") }));
  }

  showDistrict(event, { bounds }) {
    this.fit(bounds);
    this.targets.map.scrollIntoView({ block: "nearest" });
  }

  fit(bounds) {
    this.map.fitBounds(boundsOf(bounds.split(",").map(Number)).pad(0.1 + DISTRICT_PADDING), { animate: false, maxZoom: 15 });
  }

  print() {
    globalThis.print();
  }

  async open(id, { focus = false, zoom = false } = {}) {
    let place;
    try {
      place = await getJSON(this.values.facts.replace("/0/", `/${id}/`));
    } catch (error) {
      return error.status === 404 ? this.missing(id) : this.tell(error.message);
    }
    const year = place.year_uncertain ? "uncertain" : String(place.year);
    if (this.state.year && this.state.year !== year) this.filter("", { quiet: true });
    this.state.place = id;
    this.targets.note.hidden = true;
    this.places?.show({ picked: id });
    this.describe(place);
    this.targets.card.hidden = false;
    const at = [place.lat, place.lng];
    if (zoom) this.map.setView(at, PLACE_ZOOM, { animate: false });
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
    this.tell(`${words} `, link);
  }

  tell(...words) {
    this.targets.note.replaceChildren(...words);
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
    this.targets.placeDistrict.textContent = place.district;
    this.targets.placeDistrict.parentElement.hidden = !place.district;
    this.targets.placePicture.hidden = !place.picture;
    if (place.picture) this.targets.placePicture.src = place.picture;
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
    this.places?.show({ picked: null });
    this.markRow(null);
    this.remember();
  }

  /** A link of the list: shown here, unless it is to be opened elsewhere. */
  visit(event, { place }) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(Number(place), { zoom: true, focus: true });
    this.targets.map.scrollIntoView({ block: "nearest" });
  }

  remember() {
    const { lat, lng } = this.map.getCenter();
    const { missedLink } = this.targets;
    if (missedLink) missedLink.search = `?kind=missed&lng=${lng.toFixed(5)}&lat=${lat.toFixed(5)}`;
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
