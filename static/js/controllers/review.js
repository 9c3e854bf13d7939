/* global L - Leaflet's classic script, loaded before the modules */
import { getJSON, postJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { newId } from "../core/ids.js";
import { boundsOf, boundsOfAll, makeMap } from "../map/base.js";
import { score } from "../map/format.js";
import { addNovelty } from "../map/novelty.js";
import { Places } from "../map/places.js";
import { STATES, styleOf } from "../map/states.js";
import { Done } from "./review_done.js";
import { Filter } from "./review_filter.js";
import { Offers } from "./review_offers.js";
import { Panel, figuresOf, nameOf } from "./review_panel.js";
import { Evidence, Viewer } from "./review_picture.js";

const AHEAD = 5;
/** So many lines before the end of the list the next page is fetched. */
const NEAR_THE_END = 20;
const LAYER = "review-novelty";
const READ_AGAIN_MS = 5000;
const DECISIONS = { KeyC: "confirmed", KeyU: "unsure" };
const STEPS = { KeyJ: 1, ArrowRight: 1, ArrowDown: 1, KeyK: -1, ArrowLeft: -1, ArrowUp: -1 };
const ACTS = { KeyR: "reject", KeyS: "skip", KeyZ: "undo", KeyI: "openHistory", KeyX: "closer" };

/**
 * The review page: one finding after the other, decided by key or by click.
 *
 *   <div data-controller="review" data-review-detections-value="/api/…/detections/"
 *        data-review-next-value="…/detections/next/" data-review-claims-value="…/claims/"
 *        data-review-reviews-value="…/0/reviews/" data-review-undo-value="…" data-review-basemap-url-value="…">
 *
 * What waits for the editor is handed out by the server, a few findings at a time; every other list is walked. A decision
 * moves on at once and is sent behind it; when sending fails the finding comes back with the reason.
 */
class Review {
  constructor(element) {
    this.targets = targets(element, "review");
    this.values = values(element, "review");
    this.features = [];
    this.current = null;
    this.done = new Done(this.values.detections);
    this.sending = Promise.resolve();
    this.unsent = 0;
  }

  connect() {
    const { detections, next, claims, basemapUrl, basemapAttribution } = this.values;
    this.evidence = new Evidence(detections, (address) => this.addressed(address));
    this.viewer = new Viewer(this.targets);
    this.targets.bare.setAttribute("aria-pressed", String(this.viewer.isBare));
    this.panel = new Panel(this.targets);
    this.filters = new Filter(this.targets.filter);
    this.offers = new Offers({ next, claims, onLost: (id) => this.noteOpenElsewhere(id) });
    this.map = makeMap(this.targets.map, { basemapUrl, basemapAttribution, keyboard: false });
    this.drawRegion();
    if (!this.values.sample) this.keepLayer(addNovelty(this.map, this.values.novelty));
    this.places = new Places(this.map, {
      styleOf, onPick: (id) => this.open(null, { id }),
      labelOf: (place) => [nameOf(place), ...figuresOf(place)].join(" · "),
    });
    if (matchMedia("(max-width: 63.99rem)").matches) this.targets.mapFold.open = false;
    this.listen();
    this.openAddress();
  }

  /** An address has the filters before `#`, and may name a finding or a place's number after it. */
  openAddress() {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (hash.size && !new URLSearchParams(location.search).has("state")) this.filters.state = "";
    this.showScores();
    this.load({ first: Number(hash.get("detection")) || null, place: Number(hash.get("place")) || null });
  }

  /** Of a sample every address says so, and the server leaves out the score. */
  addressed(address) {
    return this.values.sample ? `${address}?sample=${this.values.sample}` : address;
  }

  /** The map's layer is on when it was on the last time. */
  keepLayer(layer) {
    try {
      if (localStorage.getItem(LAYER)) layer.addTo(this.map);
      layer.on("add", () => localStorage.setItem(LAYER, "on"));
      layer.on("remove", () => localStorage.removeItem(LAYER));
    } catch {
      // A browser that stores nothing begins without the layer.
    }
  }

  listen() {
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keyup", (event) => { if (event.code === "KeyH") this.viewer.bare(this.viewer.isBare); });
    addEventListener("blur", () => this.viewer.bare(this.viewer.isBare));
    addEventListener("beforeunload", (event) => { if (this.unsent) event.preventDefault(); });
    this.map.on("moveend", () => this.pointToMany());
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

  showScores() {
    if (this.values.sample) return;
    for (const name of ["min", "max"]) {
      this.targets[`${name}Value`].textContent = score(Number(this.filters.value(`${name}_score`)));
    }
  }

  filter() {
    this.showScores();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => { this.filters.writeAddress(); this.load(); }, 200);
  }

  async load({ first = null, place = null } = {}) {
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    this.offers.begin();
    try {
      await this.sending;
      const found = await getJSON(`${this.values.detections}?${this.filters.query()}`, { signal });
      if (this.filters.isQueue && !first) await this.offers.fill(this.filters.query());
      if (signal.aborted) return;
      Object.assign(this, { features: found.features, total: found.count, after: found.next });
    } catch (error) {
      if (error.name !== "AbortError") this.viewer.clear(error.message);
      return;
    }
    for (const feature of this.offers.ahead.toReversed()) this.insert(feature, 0);
    this.drawList();
    const bounds = boundsOfAll(this.features);
    if (bounds) this.map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: 16 });
    const named = first ?? this.features.find(({ properties }) => place && properties.place === place)?.id;
    if (named) this.open(null, { id: named });
    else if (this.filters.isQueue) this.advance();
    else this.open(null, { id: this.features[0]?.id ?? null });
  }

  drawList() {
    this.panel.list(this.features);
    this.panel.mark(this.current);
    this.places.show(this.features);
    this.tally();
  }

  /** The next page of the list. */
  async more() {
    const { after } = this;
    if (!after || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const found = await getJSON(`${this.values.detections}?${this.filters.query(after)}`);
      if (this.after !== after) return;
      const known = new Set([...this.features.map(({ id }) => id), ...this.offers.decided]);
      const added = found.features.filter(({ id }) => !known.has(id));
      this.after = found.next;
      this.features.push(...added);
      for (const feature of added) this.places.add(feature);
      this.targets.list.append(...added.map((feature) => this.panel.line(feature)));
      this.tally();
    } catch (error) {
      this.targets.status.textContent = error.message;
    } finally {
      this.loadingMore = false;
    }
  }

  tally() {
    if (!this.after) this.total = this.features.length;
    this.targets.more.hidden = !this.after;
    this.pointToMany();
    this.panel.tally({
      shown: this.features.length, total: this.total, isQueue: this.filters.isQueue, isSample: Boolean(this.values.sample), elsewhere: this.offers.elsewhere,
    });
  }

  /** The page on which many are decided at once takes the filters from its address. */
  pointToMany() {
    const { many, manyHere } = this.targets;
    if (!many) return;
    const query = this.filters.query();
    for (const name of ["limit", "order"]) query.delete(name);
    many.search = query;
    query.set("bbox", this.map.getBounds().toBBoxString());
    manyHere.search = query;
  }

  indexOf(id) {
    return this.features.findIndex((feature) => feature.id === id);
  }

  /** A finding that the server handed out, or null for none. */
  async show(id) {
    this.current = this.offers.current = id;
    this.closeReasons();
    this.targets.elsewhere.hidden = true;
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

  /** Those that come next are fetched ahead, so that their pictures are there at once. */
  prefetch() {
    const at = this.indexOf(this.current);
    const listed = this.features.slice(at + 1, at + 1 + AHEAD).map(({ id }) => id);
    const next = [...new Set([...this.offers.ahead.map(({ id }) => id), ...listed])].slice(0, AHEAD);
    for (const id of next) this.evidence.of(id).catch(() => {});
    if (this.after && this.features.length - at < NEAR_THE_END) this.more();
  }

  look() {
    const feature = this.features[this.indexOf(this.current)];
    if (!feature || !this.targets.mapFold.open) return;
    const bounds = boundsOf(feature.bbox);
    if (!this.map.getBounds().contains(bounds)) this.map.panTo(bounds.getCenter(), { animate: false });
  }

  /** One line up or down. In the queue a finding that another editor has opened since is passed over. */
  async step(by) {
    const at = this.indexOf(this.current);
    const next = this.features[Math.min(this.features.length - 1, Math.max(0, at + by))];
    if (!next || next.id === this.current) return;
    if (!this.filters.isQueue) { this.open(null, { id: next.id }); return; }
    const from = this.current;
    if (by > 0 && from !== null) this.offers.skipped.add(from);
    const mine = await this.offers.open(next.id).catch(() => true);
    if (this.current !== from) return;
    if (!mine) { this.drop(next.id); this.step(by); return; }
    this.offers.ahead = this.offers.ahead.filter(({ id }) => id !== next.id);
    this.show(next.id);
    await this.fill();
    this.offers.tell();
  }

  /** A finding of the editor's own choice, also one that somebody else has open. */
  async open(_event, { id }) {
    const wanted = id === null ? null : Number(id);
    this.offers.ahead = this.offers.ahead.filter((one) => one.id !== wanted);
    this.show(wanted);
    if (wanted === null) return;
    const mine = await this.offers.open(wanted).catch(() => true);
    if (!mine) this.noteOpenElsewhere(wanted);
    if (this.filters.isQueue) await this.fill();
    this.offers.tell();
  }

  noteOpenElsewhere(id) {
    if (this.current === id) this.targets.elsewhere.hidden = false;
  }

  /** The next finding of the queue. */
  async advance() {
    let next = this.offers.take();
    if (!next) {
      this.show(null);
      this.viewer.say(gettext("Loading…"));
      await this.fill();
      if (this.current !== null) return;
      next = this.offers.take();
    }
    if (next && this.indexOf(next.id) < 0) { this.insert(next, 0); this.drawList(); }
    this.show(next?.id ?? null);
    if (next) this.fill();
    else if (this.unreached) this.viewer.say(this.unreached);
  }

  async fill() {
    try {
      await this.offers.fill(this.filters.query());
      this.tally();
      this.prefetch();
    } catch (error) {
      this.unreached = error.message;
      return;
    }
    this.unreached = "";
  }

  insert(feature, at) {
    if (this.indexOf(feature.id) >= 0) return;
    this.features.splice(at, 0, feature);
    this.total += 1;
  }

  /** Later: to the end of the list, and another editor may have it. */
  skip() {
    if (this.current === null) return;
    if (!this.filters.isQueue) { this.step(1); return; }
    const at = this.indexOf(this.current);
    this.offers.skipped.add(this.current);
    if (at >= 0) {
      const [feature] = this.features.splice(at, 1);
      this.features.push(feature);
      this.targets.list.append(this.panel.button(feature.id).closest("li"));
    }
    this.advance();
    this.offers.tell();
  }

  enable() {
    const { confirmed, rejected, unsure, skipped, undo } = this.targets;
    for (const button of [confirmed, rejected, unsure, skipped]) button.disabled = this.current === null;
    undo.disabled = this.done.length === 0;
  }

  /** A rejection has a reason, which one more key chooses. */
  reject() {
    if (this.current === null) return;
    if (!this.targets.reasons.hidden) { this.closeReasons(); this.targets.rejected.focus(); return; }
    this.targets.reasons.hidden = false;
    this.targets.rejected.setAttribute("aria-expanded", "true");
    this.targets.reasons.querySelector("button").focus();
  }

  closeReasons() {
    const { reasons, rejected } = this.targets;
    if (reasons.contains(document.activeElement)) rejected.focus();
    reasons.hidden = true;
    rejected.setAttribute("aria-expanded", "false");
  }

  decide(_event, { decision, reason = "" }) {
    if (this.current === null) return;
    const [id, at] = [this.current, this.indexOf(this.current)];
    const body = { id: newId(), decision, comment: this.targets.comment.value.trim(), reason };
    const feature = this.features[at];
    const step = { id, at, feature, name: nameOf(feature?.properties ?? { id }), reviewId: body.id };
    this.targets.comment.value = "";
    this.done.push(step);
    this.offers.decided.add(id);
    this.moveOn(step);
    this.say(decision, step);
    this.unsent += 1;
    this.sending = this.sending.then(() => this.send(step, body)).finally(() => { this.unsent -= 1; });
  }

  moveOn({ id, at }) {
    if (this.filters.isQueue) {
      if (at >= 0) this.drop(id);
      this.advance();
      return;
    }
    this.open(null, { id: this.features[at + 1]?.id ?? id });
  }

  async send(step, body) {
    try {
      const detail = await postJSON(this.addressed(this.values.reviews.replace("/0/", `/${step.id}/`)), body);
      await this.settle(detail);
    } catch (error) {
      this.done.remove(step);
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
      // A list of one state: what has another now is no longer on it.
      if (detail.state !== this.filters.state && STATES[this.filters.state]) this.drop(detail.id);
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

  /** Back to a finding whose decision does not stand. The one on the page comes next. */
  restore({ id, at, feature }) {
    this.offers.decided.delete(id);
    const present = this.features[this.indexOf(this.current)];
    if (this.filters.isQueue && present && present.id !== id) this.offers.putBack(present);
    if (feature) {
      this.insert(feature, Math.max(0, at));
      this.drawList();
    }
    this.open(null, { id });
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

  toggleOutlines() {
    const bare = !this.viewer.isBare;
    this.viewer.remember({ bare });
    this.viewer.bare(bare);
    this.targets.bare.setAttribute("aria-pressed", String(bare));
  }

  zoom(event) {
    this.viewer.zoom(event);
  }

  closer() {
    this.viewer.zoom();
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
    if (event.code === "KeyH") { this.viewer.bare(true); return; }
    if (event.repeat && !STEPS[event.code]) return;
    if (this.act(event)) event.preventDefault();
  }

  act(event) {
    const { code, key } = event;
    const reason = this.targets.reasons.hidden ? null : this.targets.reasons.querySelector(`[data-review-key-param="${key}"]`);
    if (reason) reason.click();
    else if (key === "Escape" && !this.targets.reasons.hidden) this.closeReasons();
    else if (key === "?") this.targets.help.open = !this.targets.help.open;
    else if (DECISIONS[code]) this.decide(event, { decision: DECISIONS[code] });
    else if (STEPS[code]) this.step(STEPS[code]);
    else if (ACTS[code]) this[ACTS[code]]();
    else return false;
    return true;
  }
}

register("review", Review);
