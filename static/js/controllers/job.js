import { ApiError, getJSON } from "../core/api.js";
import { register } from "../core/controllers.js";

const PERIOD_MS = 2000;
const SLOW_MS = 10000;
const BAR_ORDER = ["analysed", "no_imagery", "failed", "pending"];

/**
 * Follows one background job until it ends, then loads the page anew to show what came of it.
 *
 *   <div data-controller="job" data-url="…/jobs/7/" [data-run-url="…/runs/2/"]>
 *
 * Parts: state, message, progress, figures, hint. With a run it also keeps that run's coverage bar up to date.
 */
export class JobController {
  constructor(element) {
    this.element = element;
    this.parts = Object.fromEntries([...element.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  }

  connect() {
    this.abort = new AbortController();
    this.timer = setTimeout(() => this.follow(), PERIOD_MS / 2);
  }

  disconnect() {
    this.abort.abort();
    clearTimeout(this.timer);
  }

  async follow() {
    let pause = document.hidden ? SLOW_MS : PERIOD_MS;
    try {
      const job = await getJSON(this.element.dataset.url, { signal: this.abort.signal });
      if (!job.is_active) return this.end();
      this.show(job);
      if (this.element.dataset.runUrl) showCoverage(await getJSON(this.element.dataset.runUrl, { signal: this.abort.signal }));
    } catch (error) {
      if (!(error instanceof ApiError)) { if (error.name === "AbortError") return; throw error; }
      this.showHint(error.message);
      pause = SLOW_MS;
    }
    this.timer = setTimeout(() => this.follow(), pause);
  }

  show(job) {
    const { state, message, progress, figures } = this.parts;
    state.textContent = job.state_name;
    message.textContent = job.message;
    if (job.total) {
      progress.max = job.total;
      progress.value = job.done;
      figures.textContent = `${job.done} / ${job.total}`;
    }
    this.showHint(job.hint);
  }

  showHint(words) {
    const { hint } = this.parts;
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !words;
  }

  end() {
    location.reload();
  }
}

/** Writes a run's counts into its coverage bar and legend. */
export function showCoverage(run, root = document) {
  const bar = root.querySelector(`[data-run="${run.number}"] [data-part="coverage"]`);
  if (!bar) return;
  const total = BAR_ORDER.reduce((sum, state) => sum + run.counts[state], 0) || 1;
  let start = 0;
  for (const state of BAR_ORDER) {
    const width = (100 * run.counts[state]) / total;
    const part = bar.querySelector(`[data-state="${state}"]`);
    part.setAttribute("x", `${start.toFixed(2)}%`);
    part.setAttribute("width", `${width.toFixed(2)}%`);
    const legend = bar.querySelector(`[data-legend="${state}"]`);
    legend.hidden = run.counts[state] === 0;
    legend.querySelector("[data-count]").textContent = run.counts[state];
    start += width;
  }
}

register("job", JobController);
