import { camelCase } from "../core/controllers.js";
import { make } from "../core/dom.js";
import { captured, hectares, moment, score } from "../map/format.js";
import { stateIcon } from "../map/states.js";

/** A place's public number; the findings of a search that has not ended may have none yet. */
export function nameOf({ place, id }) {
  return place ? `#${place}` : interpolate(gettext("not numbered (%s)"), [id]);
}

/** Against the search before, in a word or two; nothing in the first search. */
function changeOf({ change, rejected_before: rejected }) {
  if (rejected) return change === "changed" ? gettext("rejected before, changed since") : gettext("rejected before");
  const words = { new: gettext("new"), kept: gettext("kept"), changed: gettext("changed") };
  return words[change] ?? "";
}

function badgeOf(review) {
  if (review.voided_at) return gettext("void");
  if (review.undone_at) return gettext("undone");
  if (review.from_run && review.applies) return interpolate(gettext("carried over from search %s"), [review.from_run]);
  if (review.from_run) return interpolate(gettext("on another shape, in search %s"), [review.from_run]);
  return review.applies ? "" : gettext("replaced");
}

/** What a line says of a finding. Of a random sample the score is hidden: the server leaves it out. */
export function figuresOf({ score: found, area_ha: area }) {
  return found === null ? [hectares(area)] : [score(found), hectares(area)];
}

/** The words beside the picture: facts, history, and one line of the list for each finding. */
export class Panel {
  constructor(targets) {
    this.targets = targets;
  }

  facts(detail) {
    const texts = {
      factId: [nameOf(detail), changeOf(detail)].filter(Boolean).join(" · "),
      factScore: detail.score === null ? "" : `${score(detail.score)} (${interpolate(gettext("from %s"), [score(detail.threshold)])})`,
      factArea: hectares(detail.area_ha),
      factCaptured: captured(detail),
      factSuperpixels: detail.n_positive,
      factTile: detail.tile,
      factRun: `${detail.run}, v${detail.model_version}`,
    };
    for (const [name, text] of Object.entries(texts)) this.targets[name].textContent = text;
    this.targets.factState.replaceChildren(stateIcon(detail.state), this.label(detail.state));
    this.targets.facts.hidden = false;
  }

  /** The state's name, as the legend has it. */
  label(state) {
    return this.targets[camelCase(`label-${state}`)].textContent;
  }

  history({ history, own_decision: decision, may_open_history: mayOpen }) {
    this.targets.history.replaceChildren(...history.map((review) => this.past(review)));
    this.targets.opener.hidden = !mayOpen;
    this.targets.closed.hidden = decision === "confirmed" || decision === "rejected";
  }

  past(review) {
    const words = { confirmed: gettext("confirmed"), rejected: gettext("rejected"), unsure: gettext("was unsure") };
    const what = make("span", { class: "past__what" }, make("strong", {}, review.editor), ` ${words[review.decision]}`);
    const when = make("span", { class: "muted" }, moment(review.created_at));
    const item = make("li", { class: "past" }, stateIcon(review.decision), what, when);
    if (!review.applies) item.classList.add("past--superseded");
    const badge = badgeOf(review);
    if (!review.independent) item.append(make("span", { class: "badge" }, gettext("not independent")));
    if (badge) item.append(make("span", { class: "badge" }, badge));
    const said = [review.reason_text, review.comment, review.void_reason].filter(Boolean).join(" · ");
    if (said) item.append(make("p", { class: "past__comment" }, said));
    return item;
  }

  line({ id, properties }) {
    const meter = make("span", { class: "meter" });
    meter.hidden = properties.score === null;
    // Scores below a half are never detections: the upper half is what tells findings apart.
    meter.style.setProperty("--share", Math.max(0, 2 * properties.score - 1));
    const [name, change] = [nameOf(properties), changeOf(properties)];
    const figures = figuresOf(properties);
    const words = [name, change, this.label(properties.state), ...figures.slice(0, -1).map((figure) => `${gettext("score")} ${figure}`), figures.at(-1)];
    const button = make("button", {
      type: "button",
      class: "place",
      "data-action": "click->review#open",
      "data-review-id-param": id,
      "aria-label": words.filter(Boolean).join(", "),
    });
    const spans = figures.map((figure) => make("span", { class: "figure" }, figure));
    button.append(stateIcon(properties.state), make("span", { class: "place__id" }, name), meter, ...spans);
    if (change) button.append(make("span", { class: "place__change" }, change));
    return make("li", {}, button);
  }

  list(features) {
    this.targets.list.replaceChildren(...features.map((feature) => this.line(feature)));
  }

  /** How many findings match, how many of them are listed, and why there is none. */
  tally({ shown, total, isQueue, isSample, elsewhere }) {
    const { count, empty, emptyText } = this.targets;
    const words = interpolate(ngettext("%s finding", "%s findings", total), [total]);
    count.textContent = shown < total ? `${words} · ${interpolate(gettext("the first %s are listed"), [shown])}` : words;
    empty.hidden = shown > 0;
    if (isQueue && elsewhere) emptyText.textContent = gettext("Other editors have the last ones open. They come back here when these are left undecided.");
    else if (isSample) emptyText.textContent = gettext("No finding of the sample waits for you here. Choose “All” above to see every one.");
    else if (isQueue) emptyText.textContent = gettext("Nothing waits for you. Choose “All” above to see every finding again.");
    else emptyText.textContent = gettext("No finding matches. Change the filters above.");
  }

  button(id) {
    return this.targets.list.querySelector(`[data-review-id-param="${id}"]`);
  }

  mark(id) {
    this.targets.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const button = this.button(id);
    if (!button) return;
    button.setAttribute("aria-current", "true");
    const { list } = this.targets;
    const above = button.offsetTop - list.offsetTop;
    if (above < list.scrollTop || above > list.scrollTop + list.clientHeight - button.offsetHeight) list.scrollTop = above - list.clientHeight / 2;
  }
}
