import { register, targets, values } from "../core/controllers.js";
import { Gestures } from "../labeling/gestures.js";
import { Presence } from "../labeling/presence.js";
import { Session } from "../labeling/session.js";
import { Surroundings } from "../labeling/surroundings.js";
import { Viewing } from "../labeling/viewing.js";
import { Zoom } from "../labeling/zoom.js";

const HEARTBEAT_MS = 60000;
const LEASE_MS = 5 * 60000;
const RETRY_MS = 5000;
const ZOOM_STEP = 1.5;
const FEEDBACK_MS = 9000;
const MARK_KEYS = { " ": "positive", u: "unsure", b: "bad_imagery" };

/**
 *   <section data-controller="label" data-label-api-value="/api/v1/campaigns/…/labeling/"
 *            data-label-owner-value="slug:uuid" data-label-former-value="slug:uuid slug:uuid"
 *            data-label-positive-value="Mining" data-label-negative-value="…" data-label-tutorial-value="…"
 *            data-label-done-value="All done…">
 *
 * Targets: stage, empty, empty-text, brushes, next, all, undo, zoom-in, zoom-out, outlines, progress, counts, dates,
 * legend, waiting, banner, feedback, around, date, spoken.
 */
class LabelController {
  #timers = [];
  #stroke = null;

  constructor(element) {
    this.targets = targets(element, "label");
    this.values = values(element, "label");
    this.zoom = new Zoom();
    this.brush = "positive";
    this.surroundings = new Surroundings({
      api: this.values.api,
      stage: this.targets.stage,
      onKnown: (known) => this.#offerSurroundings(known),
    });
    this.session = new Session({
      api: this.values.api,
      owner: this.values.owner,
      former: this.values.former.split(" ").filter(Boolean),
      describe: (...words) => this.#describe(...words),
      alt: (tile) => `${gettext("Satellite picture of tile")} ${tile.name}`,
      onTutorial: () => location.assign(this.values.tutorial),
      onProgress: (progress) => this.#showProgress({ ...progress, own_tiles: Math.max(progress.own_tiles, this.progress?.own_tiles ?? 0) }),
      onBadTile: (_tile, error) => this.#note(error?.status ? error.message : gettext("A picture could not be loaded; it was left out."), false),
    });
  }

  async connect() {
    this.#listen();
    await this.session.open();
    this.session.sender.addEventListener("change", () => this.#showWaiting());
    this.session.sender.addEventListener("feedback", (event) => this.#showFeedback(event.detail));
    this.session.sender.addEventListener("refused", (event) => this.#warn(event.detail.reason));
    this.session.sender.addEventListener("trouble", (event) => this.#trouble(event.detail));
    const presence = new Presence({ onReturn: (awayMs) => this.#welcomeBack(awayMs) });
    // A tile that nobody looks at goes to others: no heartbeat while the page is hidden or untouched.
    this.#timers.push(setInterval(() => { if (presence.isHere) this.session.beat(presence.idleMs).catch(() => {}); }, HEARTBEAT_MS));
    await this.#show(() => this.session.resume());
  }

  disconnect() {
    this.#timers.forEach(clearInterval);
    this.session.sender?.drain();
  }

  #listen() {
    const { stage } = this.targets;
    new Gestures(stage, this.zoom, {
      onPaint: (number, isFirst) => this.#paint(number, isFirst),
      onStrokeEnd: () => { this.#stroke = null; },
      onStrokeCancel: () => this.#cancelStroke(),
      onZoom: () => this.#place(),
    });
    new ResizeObserver(([entry]) => { this.zoom.resize(entry.contentRect.width); this.#place(); }).observe(stage);
    this.#listenToOutlines();
    addEventListener("keydown", (event) => this.#keyDown(event));
    addEventListener("keyup", (event) => { this.#keyUp(event.key.toLowerCase()); });
    addEventListener("blur", () => { this.#hideOutlines(false); this.#showAround(false); });
    addEventListener("online", () => this.session.sender?.drain());
    document.addEventListener("visibilitychange", () => {
      this.viewing?.away(document.hidden);
      if (document.hidden) this.session.sender?.drain();
    });
  }

  /** Held, not clicked: what a `data-action` cannot say. */
  #listenToOutlines() {
    const { outlines } = this.targets;
    outlines.addEventListener("pointerdown", () => this.#hideOutlines(true));
    for (const up of ["pointerup", "pointerleave", "pointercancel"]) outlines.addEventListener(up, () => this.#hideOutlines(false));
  }

  // --- what buttons do ---

  advance() {
    this.#show(() => this.session.advance());
  }

  finish() {
    this.#finish("negative");
  }

  finishAll() {
    this.#finish(this.brush);
  }

  zoomIn() {
    this.#zoomBy(ZOOM_STEP);
  }

  zoomOut() {
    this.#zoomBy(1 / ZOOM_STEP);
  }

  toggleAround() {
    this.#showAround(!this.surroundings.around);
  }

  takeBrush(event) {
    this.#takeBrush(event.target.value);
  }

  // --- marking ---

  #paint(number, isFirst) {
    const { current } = this.session;
    if (!current) return;
    if (isFirst) {
      // The first superpixel decides whether the stroke marks or clears.
      this.#stroke = { answer: current.answers.get(number) === this.brush ? null : this.brush };
      this.#kept(this.session.answer([number], this.#stroke.answer));
    } else if (this.#stroke && current.answers.get(number) !== this.#stroke.answer) {
      this.#kept(this.session.answerAlso(number, this.#stroke.answer));
    }
    this.#showUndo();
  }

  #cancelStroke() {
    if (!this.#stroke) return;
    this.#stroke = null;
    this.session.undo().then(() => this.#showUndo());
  }

  #mark(number, answer) {
    const { current } = this.session;
    this.#kept(this.session.answer([number], current.answers.get(number) === answer ? null : answer));
    this.#showUndo();
  }

  async #finish(rest) {
    if (!this.session.current || this.isBusy) return;
    this.#busy(true);
    const hadFocus = this.session.current.element.contains(document.activeElement);
    // Only what is kept on this device counts as done: a tab killed from here on loses nothing.
    await this.#kept(this.session.finish(rest, this.viewing.summary()));
    this.#countOwn(1);
    await this.#show(() => this.session.advance());
    this.#busy(false);
    if (hadFocus) this.session.current?.focus();
  }

  /** Between two tiles: what is on the screen is already answered. */
  #busy(isBusy) {
    this.isBusy = isBusy;
    this.targets.stage.setAttribute("aria-busy", isBusy);
  }

  async undo() {
    if (this.isBusy) return;
    const before = this.session.current;
    this.#busy(true);
    const step = await this.session.undo().catch((error) => { this.#warn(error.message); });
    this.#busy(false);
    if (step && step.view !== before) this.#present(step.view);
    if (step?.isFinish) this.#countOwn(-1);
    this.#showUndo();
    if (step) this.#say(gettext("Taken back."));
  }

  /** The first touch after a while: the tile is ours again, or others have it and a fresh one is shown. */
  async #welcomeBack(awayMs) {
    const { current } = this.session;
    if (!current || this.isBusy) return;
    const isOurs = await this.session.beat().catch(() => null);
    if (isOurs === null || this.session.current !== current || this.isBusy) return;
    if (isOurs) {
      if (awayMs >= LEASE_MS) this.#note(gettext("Welcome back! This picture is still yours, with all your marks."));
      return;
    }
    await this.#show(() => this.session.advance());
    this.#note(gettext("Welcome back! While you were away, others labelled that picture. Your marks on it are stored; here is another one."));
  }

  /** A few words over the picture, for a few seconds. */
  #note(words, isGood = true) {
    const { feedback } = this.targets;
    feedback.textContent = words;
    feedback.dataset.right = isGood;
    clearTimeout(this.feedbackTimer);
    this.feedbackTimer = setTimeout(() => { feedback.textContent = ""; }, FEEDBACK_MS);
  }

  /** Not even kept on this device: the person must know. */
  #kept(keeping) {
    return keeping.catch(() => this.#warn(gettext("This device cannot store your answers. Free some space and reload the page.")));
  }

  // --- showing ---

  async #show(getView) {
    try {
      this.#present(await getView());
      if (this.session.current) this.#quiet();
    } catch (error) {
      this.#present(null, error);
      this.#trouble(error);
      setTimeout(() => { if (!this.session.current) this.#show(() => this.session.advance()); }, RETRY_MS);
    }
  }

  #present(view, error = null) {
    const { stage, empty, emptyText } = this.targets;
    this.viewing = new Viewing();
    this.zoom.reset();
    stage.replaceChildren(...(view ? [view.element] : []));
    stage.hidden = !view;
    empty.hidden = Boolean(view) || Boolean(error);
    emptyText.textContent = this.session.queue.message || this.values.done;
    for (const name of ["next", "all", "zoomIn", "zoomOut", "outlines"]) this.targets[name].disabled = !view;
    this.#place();
    this.#showUndo();
    this.#showDates(view?.tile);
    this.targets.legend.hidden = !view?.without.size;
    this.surroundings.follow(view);
  }

  #place() {
    const element = this.session.current?.element;
    if (!element) return;
    const { zoom, left, top } = this.zoom;
    element.style.width = element.style.height = `${zoom * 100}%`;
    element.style.transform = `translate(${left}px, ${top}px)`;
    this.viewing?.zoomed(zoom);
  }

  #zoomBy(factor) {
    this.zoom.by(factor);
    this.#place();
  }

  #hideOutlines(isHidden) {
    this.targets.stage.classList.toggle("stage--bare", isHidden);
    this.viewing?.outlinesOff(isHidden);
  }

  #offerSurroundings({ neighbours, dates }) {
    const { around, date } = this.targets;
    around.disabled = !neighbours.length;
    date.hidden = !dates.length;
    for (const button of [around, date]) button.setAttribute("aria-pressed", "false");
  }

  #showAround(isOn) {
    this.surroundings.showAround(isOn);
    this.targets.around.setAttribute("aria-pressed", String(Boolean(this.surroundings.around)));
  }

  async nextDate() {
    await this.surroundings.nextDate();
    const { date, view } = this.surroundings;
    this.targets.date.setAttribute("aria-pressed", String(Boolean(date)));
    this.#showDates(date ?? view?.tile);
    this.#say(this.targets.dates.textContent);
  }

  /** What an expert said of the tile before, where the event tells it. */
  #showFeedback(rows) {
    const names = { positive: this.values.positive, negative: this.values.negative };
    const right = rows.filter(({ answer, expert }) => answer === expert).length;
    const missed = rows.find(({ answer, expert }) => answer !== expert);
    const text = ngettext(
      "Last picture: you matched the expert on %(right)s of %(n)s part.",
      "Last picture: you matched the expert on %(right)s of %(n)s parts.",
      rows.length,
    );
    const words = interpolate(text, { right, n: rows.length }, true);
    const why = missed ? ` ${names[missed.expert]}: ${missed.reason || gettext("look closely next time")}` : "";
    this.#note(words + why, !missed);
  }

  #takeBrush(brush) {
    this.brush = brush;
    const { all, brushes } = this.targets;
    brushes.querySelector(`[value="${brush}"]`).checked = true;
    all.hidden = brush === "positive";
    all.textContent = brush === "unsure" ? gettext("The rest: not sure, next") : gettext("The rest: bad imagery, next");
  }

  #describe(number, total, where, answer) {
    const names = { positive: this.values.positive, negative: this.values.negative, unsure: gettext("not sure"), bad_imagery: gettext("bad imagery") };
    return interpolate(gettext("Part %(number)s of %(total)s, %(where)s: %(answer)s"), { number, total, where, answer: names[answer] ?? gettext("not marked") }, true);
  }

  #showDates(tile) {
    const { captured_from: from, captured_to: to, attribution } = tile ?? {};
    const dates = from && to && from !== to ? `${from} – ${to}` : (from ?? to ?? "");
    this.targets.dates.textContent = [dates, attribution].filter(Boolean).join(" · ");
  }

  /** The server has not heard of the tile just finished. */
  #countOwn(tiles) {
    if (this.progress) this.#showProgress({ ...this.progress, own_tiles: this.progress.own_tiles + tiles });
  }

  #showProgress(progress) {
    const { tiles_queued: queued, tiles_done: done } = progress;
    const own = Math.max(progress.own_tiles, 0);
    this.progress = progress;
    this.targets.progress.max = Math.max(queued, 1);
    this.targets.progress.value = done;
    this.targets.counts.textContent = interpolate(gettext("%(done)s of %(queued)s tiles · %(own)s by you"), { done, queued, own }, true);
  }

  #showUndo() {
    this.targets.undo.disabled = this.session.history.length === 0;
  }

  #showWaiting() {
    const { waiting, isOffline } = this.session.sender;
    const { waiting: badge } = this.targets;
    badge.hidden = waiting === 0;
    badge.classList.toggle("label__waiting--stuck", isOffline);
    badge.textContent = interpolate(ngettext("%s answer waiting to be sent", "%s answers waiting to be sent", waiting), [waiting]);
    if (waiting === 0 && this.isTroubled) this.#quiet();
  }

  #trouble(error) {
    this.isTroubled = true;
    const kept = gettext("Your answers are stored on this device and will be sent.");
    const lost = gettext("You no longer have access. Open the link you were given again; your answers are stored on this device.");
    this.#warn([401, 403].includes(error.status) ? lost : `${error.message} ${kept}`);
  }

  #warn(words) {
    this.targets.banner.textContent = words;
    this.targets.banner.hidden = false;
  }

  #quiet() {
    this.isTroubled = false;
    this.targets.banner.hidden = true;
  }

  #say(words) {
    this.targets.spoken.textContent = words;
  }

  // --- keys ---

  #keyUp(key) {
    if (key === "h") this.#hideOutlines(false);
    if (key === "s") this.#showAround(false);
  }

  #keyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], textarea")) return;
    const act = this.#actionFor(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #actionFor(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const view = this.session.current;
    const onControl = event.target.closest("button, a, input, summary") !== null;
    if (key === "z") return () => this.undo();
    if (!view || (event.repeat && !key.startsWith("Arrow"))) return null;
    if (key === "n" || (key === "Enter" && !onControl)) return () => this.#finish("negative");
    if (event.shiftKey && (key === "u" || key === "b")) return () => this.#finish(MARK_KEYS[key]);
    if (key === "h") return () => this.#hideOutlines(true);
    if (key === "s") return () => this.#showAround(true);
    if (key === "d" && !this.targets.date.hidden) return () => this.nextDate();
    if (key === "+" || key === "=") return () => this.#zoomBy(ZOOM_STEP);
    if (key === "-") return () => this.#zoomBy(1 / ZOOM_STEP);
    if (key === "c") return () => this.targets.stage.classList.toggle("stage--contrast");
    return onControl ? null : this.#partAction(key, view);
  }

  #partAction(key, view) {
    if (MARK_KEYS[key]) {
      return () => (view.element.contains(document.activeElement) ? this.#mark(view.focused, MARK_KEYS[key]) : view.focus());
    }
    if (!/^(Arrow\w+|Home|End)$/.test(key)) return null;
    return () => {
      if (view.element.contains(document.activeElement)) view.moveFocus(key);
      else view.focus();
      this.zoom.show(...view.points.get(view.focused).map((value) => value / 1024));
      this.#place();
    };
  }
}

register("label", LabelController);
