import { captured, hectares, moment, score } from "../map/format.js";
import { stateIcon } from "../map/states.js";

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

/** The words beside the picture: facts, history, and one line of the list for each place. */
export class Panel {
  constructor(parts, labels) {
    Object.assign(this, { parts, labels });
  }

  facts(detail) {
    const texts = {
      id: `#${detail.id}`,
      score: `${score(detail.score)} (${interpolate(gettext("from %s"), [score(detail.threshold)])})`,
      area: hectares(detail.area_ha),
      captured: captured(detail),
      superpixels: interpolate(gettext("%s of %s"), [detail.superpixels.length, detail.n_superpixels]),
      tile: detail.tile,
      run: `${detail.run}, v${detail.model_version}`,
    };
    for (const [name, text] of Object.entries(texts)) this.parts.facts.querySelector(`[data-fact="${name}"]`).textContent = text;
    this.parts.facts.querySelector('[data-fact="state"]').replaceChildren(stateIcon(detail.state), this.labels[detail.state]);
    this.parts.facts.hidden = false;
  }

  history(reviews) {
    if (reviews === null) {
      const words = gettext("What others decided appears here once your own decision is in.");
      this.parts.history.replaceChildren(make("li", "muted", words));
      return;
    }
    this.parts.history.replaceChildren(...reviews.map((review) => this.past(review)));
  }

  past(review) {
    const words = { confirmed: gettext("confirmed"), rejected: gettext("rejected"), unsure: gettext("was unsure") };
    const what = make("span", "past-what", make("strong", "", review.editor), ` ${words[review.decision]}`);
    const when = make("span", "muted", moment(review.created_at));
    const item = make("li", "past", stateIcon(review.decision), what, when);
    if (review.superseded_at) item.classList.add("is-superseded");
    if (review.superseded_at) item.append(make("span", "badge", review.undone_at ? gettext("taken back") : gettext("replaced")));
    const said = [review.reason, review.comment].filter(Boolean).join(" · ");
    if (said) item.append(make("p", "past-comment", said));
    return item;
  }

  line({ id, properties }) {
    const meter = make("span", "meter");
    // Scores below a half are never detections: the upper half is what tells places apart.
    meter.style.setProperty("--share", Math.max(0, 2 * properties.score - 1));
    const button = make("button", "place", stateIcon(properties.state), make("span", "place-id", `#${id}`), meter,
      make("span", "figure", score(properties.score)), make("span", "figure", hectares(properties.area_ha)));
    button.type = "button";
    button.dataset.id = id;
    button.setAttribute("aria-label", `#${id}, ${this.labels[properties.state]}, ${gettext("score")} ${score(properties.score)}, ${hectares(properties.area_ha)}`);
    return make("li", "", button);
  }

  list(features) {
    this.parts.list.replaceChildren(...features.map((feature) => this.line(feature)));
  }

  mark(id) {
    this.parts.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const button = this.parts.list.querySelector(`[data-id="${id}"]`);
    if (!button) return;
    button.setAttribute("aria-current", "true");
    const { list } = this.parts;
    const above = button.offsetTop - list.offsetTop;
    if (above < list.scrollTop || above > list.scrollTop + list.clientHeight - button.offsetHeight) list.scrollTop = above - list.clientHeight / 2;
  }
}
