import { ApiError, getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";

const FIRST_MS = 400;
const PERIOD_MS = 1000;
const SLOW_MS = 5000;

/**
 * Follows a look at a source until it ends, then loads the page anew to show what was seen.
 *
 *   <div data-controller="source-probe" data-source-probe-url-value="/api/v1/source-probes/…/">
 *
 * Targets: state, hint.
 */
export class SourceProbeController {
  constructor(element) {
    this.targets = targets(element, "source-probe");
    this.values = values(element, "source-probe");
  }

  connect() {
    this.abort = new AbortController();
    this.timer = setTimeout(() => this.follow(), FIRST_MS);
  }

  disconnect() {
    this.abort.abort();
    clearTimeout(this.timer);
  }

  async follow() {
    let pause = document.hidden ? SLOW_MS : PERIOD_MS;
    try {
      const probe = await getJSON(this.values.url, { signal: this.abort.signal });
      if (!probe.is_active) return location.reload();
      this.targets.state.textContent = probe.state_name;
      this.showHint(probe.hint);
    } catch (error) {
      if (!(error instanceof ApiError)) { if (error.name === "AbortError") return; throw error; }
      this.showHint(error.message);
      pause = SLOW_MS;
    }
    this.timer = setTimeout(() => this.follow(), pause);
  }

  showHint(words) {
    const { hint } = this.targets;
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !words;
  }
}

register("source-probe", SourceProbeController);
