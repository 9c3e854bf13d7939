/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON, postJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { newId } from "../core/ids.js";
import { boundsOf, boundsOfAll, makeMap } from "../map/base.js";
import { score } from "../map/format.js";
import { addNovelty } from "../map/novelty.js";
import { Places } from "../map/places.js";
import { styleOf } from "../map/states.js";
import { Panel, figuresOf, nameOf } from "./review_panel.js";
import { Evidence, Viewer } from "./review_picture.js";

const AHEAD = 4;
const READ_AGAIN_MS = 5000;
const KEYS = { KeyC: "confirmed", KeyR: "rejected", KeyU: "unsure" };
const STEPS = { KeyJ: 1, ArrowRight: 1, ArrowDown: 1, KeyK: -1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The review page: one finding after the other, decided by key or by click.
 *
 *   <div data-controller="review" data-review-detections-value="/api/…/detections/"
 *        data-review-reviews-value="…/0/reviews/" data-review-undo-value="…" data-review-basemap-url-value="…">
 *
 * A decision moves on at once and is sent behind it; when sending fails the finding comes back with the reason.
 */
class Review {
  constructor(element) {
    this.targets = targets(element, "review");
    this.values = values(element, "review");
    this.features = [];
    this.current = null;
    this.done = [];
    this.sending = Promise.resolve();
  }

  connect() {
    const { detections, basemapUrl, basemapAttribution } = this.values;
    this.evidence = new Evidence(detections, (address) => this.addressed(address));
    this.viewer = new Viewer(this.targets);
    this.panel = new Panel(this.targets);
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, keyboard: false });
    this.drawRegion();
    if (!this.values.sample) addNovelty(this.map, this.values.novelty);
    this.places = new Places(this.map, {
      styleOf, onPick: (id) => this.show(id),
      labelOf: (place) => [nameOf(place), ...figuresOf(place)].join(" · "),
    });
    if (matchMedia("(max-width: 63.99rem)").matches) this.targets.mapFold.open = false;
    this.listen();
    this.openAddress();
  }

  /** An address may name a search before `#`, and a finding or a place's number after it. */
  openAddress() {
    const [hash, run] = [new URLSearchParams(location.hash.slice(1)), new URLSearchParams(location.search).get("run")];
    const { filter } = this.targets;
    if (run && filter.elements.run) filter.elements.run.value = run;
    if (hash.size) filter.elements.state.value = "";
    this.load({ first: Number(hash.get("detection")) || null, place: Number(hash.get("place")) || null });
  }

  /** Of a sample every address says so, and the server leaves out the score. */
  addressed(address) {
    return this.values.sample ? `${address}?sample=${this.values.sample}` : address;
  }

  listen() {
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keyup", (event) => { if (event.code === "KeyH") this.bare(false); });
    addEventListener("blur", () => this.bare(false));
    addEventListener("beforeunload", (event) => { if (this.unsent) event.preventDefault(); });
    this.targets.mapFold.addEventListener("toggle", () => { this.map.invalidateSize(); this.look(); });
  }

  drawRegion() {
    const region = JSON.parse(document.getElementById("campaign-region").textContent);
    const layer = L.geoJSON(region, { interactive: false, style: { color: "#7d8a83", weight: 1, fill: false, dashArray: "2 4" } });
    layer.addTo(this.map);
    this.home = layer.getBounds();
    this.map.fitBounds(this.home, { animate: false, padding: [16, 16] });
  }

  keepPage(event) {
    event.preventDefault();
  }

  filter() {
    const { min_score: slider } = this.targets.filter.elements;
    if (slider) this.targets.scoreValue.textContent = score(Number(slider.value));
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(), 200);
  }

  async load({ first = null, place = null } = {}) {
    this.loading?.abort();
    this.loading = new AbortController();
    const query = new URLSearchParams(new FormData(this.targets.filter));
    try {
      await this.sending;
      const found = await getJSON(`${this.values.detections}?${query}`, { signal: this.loading.signal });
      this.features = found.features;
      this.total = found.count;
    } catch (error) {
      if (error.name !== "AbortError") this.viewer.clear(error.message);
      return;
    }
    this.panel.list(this.features);
    this.places.show(this.features);
    const bounds = boundsOfAll(this.features);
    if (bounds) this.map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: 16 });
    this.tally();
    const named = place && this.features.find(({ properties }) => properties.place === place);
    this.show(first ?? (named || this.features[0])?.id ?? null);
  }

  tally() {
    const shown = this.features.length;
    const words = ngettext("%s finding", "%s findings", shown);
    this.targets.count.textContent = interpolate(words, [shown]) + (this.total > shown ? ` ${interpolate(gettext("of %s; review these first"), [this.total])}` : "");
    this.targets.empty.hidden = shown > 0;
    const queue = this.targets.filter.elements.state.value === "queue";
    if (this.values.sample) this.targets.emptyText.textContent = gettext("No finding of the sample waits for you here. Choose “All” above to see every one.");
    else this.targets.emptyText.textContent = queue
      ? gettext("Nothing waits for you. Choose “All” above to see every finding again.")
      : gettext("No finding matches. Lower the score or choose another state.");
  }

  indexOf(id) {
    return this.features.findIndex((feature) => feature.id === id);
  }

  async show(id) {
    this.current = id;
    this.panel.mark(id);
    this.places.pick(id);
    this.enable();
    if (id === null) {
      this.viewer.clear(this.targets.emptyText.textContent);
      this.targets.facts.hidden = true;
      this.targets.history.replaceChildren();
      return;
    }
    this.look();
    this.viewer.viewer.setAttribute("aria-busy", "true");
    try {
      const found = await this.evidence.of(id);
      if (this.current !== id) return;
      this.viewer.show(found);
      this.panel.facts(found.detail);
      this.panel.history(found.detail);
    } catch (error) {
      if (this.current === id) this.viewer.clear(error.message);
    } finally {
      if (this.current === id) this.viewer.viewer.removeAttribute("aria-busy");
    }
    this.prefetch();
  }

  /** A picture that was deleted, as its source's terms ask, is read from the source again: a few seconds. */
  async readAgain() {
    const id = this.current;
    this.targets.again.hidden = true;
    try {
      const { parts } = await this.evidence.of(id);
      const gone = parts.filter((part) => part.missing);
      await Promise.all(gone.map(({ tile }) => postJSON(`${this.values.detections}${id}/picture/?tile=${tile}`, {})));
      this.viewer.say(gettext("The picture is being read again…"));
      await new Promise((resolve) => { setTimeout(resolve, READ_AGAIN_MS); });
    } catch (error) {
      this.viewer.say(error.message);
      return;
    }
    this.evidence.forget(id);
    if (this.current === id) await this.show(id);
  }

  prefetch() {
    const at = this.indexOf(this.current);
    for (const { id } of this.features.slice(at + 1, at + 1 + AHEAD)) this.evidence.of(id).catch(() => {});
  }

  look() {
    const feature = this.features[this.indexOf(this.current)];
    if (!feature || !this.targets.mapFold.open) return;
    const bounds = boundsOf(feature.bbox);
    if (!this.map.getBounds().contains(bounds)) this.map.panTo(bounds.getCenter(), { animate: false });
  }

  step(by) {
    const at = this.indexOf(this.current);
    const next = this.features[Math.min(this.features.length - 1, Math.max(0, at + by))];
    if (next && next.id !== this.current) this.show(next.id);
  }

  enable() {
    const { confirmed, rejected, unsure, undo } = this.targets;
    for (const button of [confirmed, rejected, unsure]) button.disabled = this.current === null;
    undo.disabled = this.done.length === 0;
  }

  decide(_event, { decision }) {
    if (this.current === null) return;
    const [id, at] = [this.current, this.indexOf(this.current)];
    const body = { id: newId(), decision, comment: this.targets.comment.value.trim(), reason: decision === "rejected" ? this.targets.reason.value : "" };
    const feature = this.features[at];
    const step = { id, at, feature, name: nameOf(feature?.properties ?? { id }), reviewId: body.id };
    this.targets.comment.value = "";
    this.targets.reason.value = "";
    this.done.push(step);
    this.moveOn(step);
    this.say(decision, step);
    this.unsent = (this.unsent ?? 0) + 1;
    this.sending = this.sending.then(() => this.send(step, body)).finally(() => { this.unsent -= 1; });
  }

  moveOn({ id, at }) {
    const queue = this.targets.filter.elements.state.value === "queue";
    if (at >= 0 && queue) this.drop(id);
    const next = this.features[queue ? Math.min(at, this.features.length - 1) : at + 1];
    this.show(next?.id ?? (queue ? null : id));
  }

  async send(step, body) {
    try {
      const detail = await postJSON(this.addressed(this.values.reviews.replace("/0/", `/${step.id}/`)), body);
      await this.settle(detail);
    } catch (error) {
      this.done = this.done.filter((other) => other !== step);
      this.restore(step);
      this.targets.comment.value ||= body.comment;
      this.targets.status.textContent = `${interpolate(gettext("Your decision on %s was not stored."), [step.name])} ${error.message}`;
    }
  }

  async settle(detail) {
    await this.evidence.update(detail).catch(() => this.evidence.forget(detail.id));
    const feature = this.features[this.indexOf(detail.id)];
    if (feature) {
      Object.assign(feature.properties, { state: detail.state, own_decision: detail.own_decision });
      this.places.restyle(detail.id);
      this.panel.button(detail.id)?.closest("li").replaceWith(this.panel.line(feature));
      this.panel.mark(this.current);
    }
    if (this.current !== detail.id) return;
    this.panel.facts(detail);
    this.panel.history(detail);
  }

  drop(id) {
    this.features = this.features.filter((feature) => feature.id !== id);
    this.panel.button(id)?.closest("li").remove();
    this.places.remove(id);
    this.total -= 1;
    this.tally();
  }

  restore({ id, at, feature }) {
    if (feature && this.indexOf(id) < 0) {
      this.features.splice(at, 0, feature);
      this.total += 1;
      this.panel.list(this.features);
      this.places.add(feature);
      this.tally();
    }
    this.show(id);
  }

  undo() {
    const step = this.done.pop();
    if (!step) return;
    this.enable();
    this.sending = this.sending.then(async () => {
      try {
        const detail = await postJSON(this.addressed(this.values.undo.replace("00000000-0000-0000-0000-000000000000", step.reviewId)), {});
        this.restore(step);
        await this.settle(detail);
        this.targets.status.textContent = interpolate(gettext("Your decision on %s was undone."), [step.name]);
      } catch (error) {
        this.targets.status.textContent = error.message;
      }
    });
  }

  say(decision, { id, name }) {
    const words = { confirmed: gettext("%s confirmed."), rejected: gettext("%s rejected."), unsure: gettext("%s left as unsure.") };
    const attributes = { type: "button", class: "link", "data-action": "click->review#open", "data-review-id-param": id };
    const again = make("button", attributes, gettext("Look again"));
    this.targets.status.replaceChildren(`${interpolate(words[decision], [name])} `, again);
  }

  openHistory() {
    const id = this.current;
    if (id === null || this.targets.opener.hidden) return;
    this.sending = this.sending.then(async () => {
      try {
        await this.settle(await postJSON(this.addressed(`${this.values.detections}${id}/history/`), {}));
      } catch (error) {
        this.targets.status.textContent = error.message;
      }
    });
  }

  bare(on) {
    this.viewer.bare(on);
    this.targets.bare.setAttribute("aria-pressed", String(on));
  }

  toggleOutlines() {
    this.bare(!this.viewer.isBare);
  }

  zoom(event) {
    this.viewer.zoom(event);
  }

  open(_event, { id }) {
    this.show(Number(id));
  }

  previous() {
    this.step(-1);
  }

  next() {
    this.step(1);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, textarea, input")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.code === "KeyH") return this.bare(true);
    if (event.repeat && !STEPS[event.code]) return;
    if (KEYS[event.code]) this.decide(event, { decision: KEYS[event.code] });
    else if (STEPS[event.code]) this.step(STEPS[event.code]);
    else if (event.code === "KeyZ") this.undo();
    else if (event.code === "KeyI") this.openHistory();
    else return;
    event.preventDefault();
  }
}

register("review", Review);
