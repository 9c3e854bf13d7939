import { postJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make, makeSvg } from "../core/dom.js";
import { frameOf, pathOf } from "../labeling/geometry.js";
import { loadPicture, placeOf } from "../labeling/tile_view.js";

const SIZE = 1024;
const KEYS = { KeyY: "positive", Digit1: "positive", KeyN: "negative", Digit2: "negative" };
const FEW = 4;

/**
 * Six questions with the expert's answer after each; then the way to the work is open.
 *
 *   <section data-controller="tutorial" data-tutorial-api-value="…/labeling/tutorial/" data-tutorial-label-value="…"
 *            data-tutorial-positive-value="Mining" data-tutorial-negative-value="…" data-tutorial-again-value="">
 *
 * Targets: question, dots, stage, end, end-sign, score, advice, lead, count, choices, positive, negative, verdict, sign,
 * word, reason, next, start, again, banner, spoken.
 */
class TutorialController {
  constructor(element) {
    this.targets = targets(element, "tutorial");
    this.values = values(element, "tutorial");
    this.buttons = [this.targets.positive, this.targets.negative];
    this.names = { positive: this.values.positive, negative: this.values.negative };
    this.pictures = new Map();
  }

  async connect() {
    addEventListener("keydown", (event) => this.keyDown(event));
    await this.begin(Boolean(this.values.again));
  }

  choose(_event, { answer }) {
    this.answer(answer);
  }

  beginAgain() {
    this.begin(true);
  }

  async begin(again) {
    await this.ask(async () => {
      const { steps, n_right: right } = await postJSON(this.values.api, { again });
      Object.assign(this, { steps, right, results: steps.map((step) => (step.answer ? "answered" : "")) });
      await this.next();
    });
  }

  /** The next open question; the end when there is none. */
  async next() {
    const step = this.steps.find((one) => !one.answer);
    if (!step) return this.finish();
    this.step = step;
    this.showOnly("choices", "lead");
    this.drawDots();
    const counted = { number: step.position, total: this.steps.length };
    this.targets.count.textContent = interpolate(gettext("%(number)s of %(total)s"), counted, true);
    await this.ask(() => this.draw(step));
    for (const button of this.buttons) button.disabled = false;
    this.targets.lead.textContent = step.rings.length
      ? gettext("Look at the marked part. What is it?")
      : gettext("Look at the whole picture. What is it?");
    const place = step.rings.length ? placeOf(this.frame.centre) : gettext("the whole picture");
    this.say(interpolate(gettext("Question %(number)s of %(total)s. The part asked about: %(place)s."), { ...counted, place }, true));
    this.targets.question.focus({ preventScroll: true });
    this.prefetch();
  }

  async draw(step) {
    const picture = await this.load(step);
    this.frame = frameOf(step.rings, SIZE);
    const { left, top, side } = this.frame;
    const words = step.rings.length
      ? gettext("Satellite picture; the part asked about is outlined")
      : gettext("Satellite picture; the question is about all of it");
    const svg = makeSvg("svg", { viewBox: `${left} ${top} ${side} ${side}`, class: "question", role: "img", "aria-label": words });
    svg.append(makeSvg("image", { href: picture.src, width: SIZE, height: SIZE, preserveAspectRatio: "xMidYMid slice" }));
    if (step.rings.length) {
      const d = pathOf(step.rings);
      svg.append(makeSvg("path", { class: "question__shade", d: `M0 0H${SIZE}V${SIZE}H0Z${d}` }), makeSvg("path", { class: "question__halo", d }));
      this.part = makeSvg("path", { class: "question__part", d });
      svg.append(this.part);
    } else {
      this.part = null;
    }
    this.targets.stage.replaceChildren(svg);
    this.targets.credit.textContent = step.attribution;
  }

  async answer(answer) {
    if (this.buttons[0].disabled || this.targets.choices.hidden) return;
    for (const button of this.buttons) button.disabled = true;
    const done = await this.ask(() => postJSON(`${this.values.api}answers/`, { position: this.step.position, answer }));
    if (!done) { for (const button of this.buttons) button.disabled = false; return; }
    this.step.answer = done.answer;
    this.right = done.n_right;
    this.results[this.step.position - 1] = done.is_right ? "right" : "wrong";
    this.show(done);
  }

  show({ is_right: isRight, expert, reason, is_over: isOver }) {
    const { verdict, sign, word, next } = this.targets;
    verdict.dataset.right = isRight;
    sign.setAttribute("href", isRight ? "#sign-positive" : "#sign-bad");
    word.textContent = isRight ? gettext("Right.") : gettext("Not quite.");
    const name = this.names[expert];
    this.targets.reason.textContent = reason === name
      ? interpolate(gettext("The expert says: %s."), [name])
      : interpolate(gettext("The expert says: %(name)s. %(reason)s"), { name, reason }, true);
    if (this.part) this.part.dataset.answer = expert;
    next.textContent = isOver ? gettext("Go on") : gettext("Next question");
    this.showOnly("verdict", "next");
    this.drawDots();
    this.say(`${word.textContent} ${this.targets.reason.textContent}`);
    next.focus({ preventScroll: true });
  }

  finish() {
    const { stage, end, endSign, score, advice } = this.targets;
    const isEnough = this.right >= FEW;
    stage.hidden = true;
    this.targets.credit.textContent = "";
    end.hidden = false;
    const total = this.steps.length;
    endSign.setAttribute("href", isEnough ? "#sign-done" : "#sign-again");
    const words = gettext("You matched the expert on %(right)s of %(total)s");
    score.textContent = interpolate(words, { right: this.right, total }, true);
    advice.textContent = isEnough ? gettext("Well done.") : gettext("It is harder than it looks. Try another round?");
    this.showOnly("start", "again");
    this.drawDots();
    score.focus({ preventScroll: true });
  }

  showOnly(...names) {
    for (const name of ["choices", "lead", "verdict", "next", "start", "again"]) this.targets[name].hidden = !names.includes(name);
    if (!names.includes("start")) {
      this.targets.stage.hidden = false;
      this.targets.end.hidden = true;
    }
  }

  drawDots() {
    this.targets.dots.replaceChildren(...this.steps.map((step, index) => {
      const state = this.results[index] || (step === this.step && !step.answer ? "now" : "open");
      return make("li", { class: "dot", "data-state": state });
    }));
  }

  load(step) {
    if (!this.pictures.has(step.picture)) this.pictures.set(step.picture, loadPicture(step.picture, ""));
    return this.pictures.get(step.picture);
  }

  prefetch() {
    const following = this.steps.find((step) => !step.answer && step !== this.step);
    if (following) this.load(following).catch(() => this.pictures.delete(following.picture));
  }

  /** What the server or a picture refuses is said; the question stays. */
  async ask(act) {
    try {
      const answer = await act();
      this.targets.banner.hidden = true;
      return answer ?? true;
    } catch (error) {
      if (error.status === 409) { location.assign(this.values.label); return null; }
      this.pictures.clear();
      this.targets.banner.textContent = error.status === undefined ? gettext("A picture could not be loaded. Reload the page.") : error.message;
      this.targets.banner.hidden = false;
      return null;
    }
  }

  keyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !KEYS[event.code]) return;
    event.preventDefault();
    this.answer(KEYS[event.code]);
  }

  say(words) {
    this.targets.spoken.textContent = words;
  }
}

register("tutorial", TutorialController);
