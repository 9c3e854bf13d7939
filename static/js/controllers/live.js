import { register, targets, values } from "../core/controllers.js";

const PERIOD_MS = 3000;
const SLOW_MS = 10000;

/**
 * Keeps parts of a page up to date by fetching the page itself again: what the server draws is drawn once.
 *
 *   <div data-controller="live" data-live-state-value="running">
 *     <section id="…" data-live-part>…</section>
 *     <section id="…" data-live-part data-live-key-value="3 of 4">…</section>
 *     <p data-live-target="hint" hidden></p>
 *
 * A part is replaced when it has changed, by its key where it has one, and never under the reader's focus. When the
 * state has changed the page is loaded anew. Each round sends `live:updated` to the document.
 */
class Live {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "live");
    this.values = values(element, "live");
  }

  connect() {
    this.abort = new AbortController();
    this.timer = setTimeout(() => this.follow(), PERIOD_MS);
  }

  disconnect() {
    this.abort.abort();
    clearTimeout(this.timer);
  }

  async follow() {
    let pause = document.hidden ? SLOW_MS : PERIOD_MS;
    try {
      const answer = await fetch(location.href, { signal: this.abort.signal, credentials: "same-origin" });
      if (!answer.ok) throw new TypeError(String(answer.status));
      this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      this.say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TypeError)) throw error;
      this.say(gettext("No connection. The numbers are not up to date."));
      pause = SLOW_MS;
    }
    this.timer = setTimeout(() => this.follow(), pause);
  }

  show(fresh) {
    const state = fresh.querySelector("[data-live-state-value]")?.getAttribute("data-live-state-value");
    if (state !== this.values.state) {
      location.reload();
      return;
    }
    for (const part of this.element.querySelectorAll("[data-live-part]")) {
      const other = fresh.getElementById(part.id);
      if (other && changed(part, other) && !part.contains(document.activeElement)) part.replaceWith(document.importNode(other, true));
    }
    document.dispatchEvent(new Event("live:updated"));
  }

  say(words) {
    const { hint } = this.targets;
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !words;
  }
}

function changed(part, other) {
  const key = other.getAttribute("data-live-key-value");
  return key === null ? part.outerHTML !== other.outerHTML : part.getAttribute("data-live-key-value") !== key;
}

register("live", Live);
