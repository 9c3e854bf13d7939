import { ApiError, getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";

const PERIOD_MS = 2000;
const SLOW_MS = 10000;
const BAR_ORDER = ["analysed", "no_imagery", "failed", "pending"];

/**
 * Follows one background job until it ends, then loads the page anew to show what came of it.
 *
 *   <div data-controller="job" data-job-url-value="…/jobs/7/" [data-job-run-url-value="…/runs/2/"]>
 *
 * Targets: state, message, progress, figures, hint. With a run it also keeps that run's coverage bar up to date.
 */
export class JobController {
  constructor(element) {
    this.targets = targets(element, "job");
    this.values = values(element, "job");
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
      const job = await getJSON(this.values.url, { signal: this.abort.signal });
      if (!job.is_active) return this.end();
      this.show(job);
      if (this.values.runUrl) showCoverage(await getJSON(this.values.runUrl, { signal: this.abort.signal }));
    } catch (error) {
      if (!(error instanceof ApiError)) { if (error.name === "AbortError") return; throw error; }
      this.showHint(error.message);
      pause = SLOW_MS;
    }
    this.timer = setTimeout(() => this.follow(), pause);
  }

  show(job) {
    const { state, message, progress, figures } = this.targets;
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
    const { hint } = this.targets;
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !words;
  }

  end() {
    location.reload();
  }
}

/** Writes a run's counts into its coverage bar and legend. */
export function showCoverage(run, root = document) {
  const bar = root.querySelector(`#coverage-${run.number}`);
  if (!bar) return;
  const total = BAR_ORDER.reduce((sum, state) => sum + run.counts[state], 0) || 1;
  let start = 0;
  for (const state of BAR_ORDER) {
    const width = (100 * run.counts[state]) / total;
    const part = bar.querySelector(`rect[data-state="${state}"]`);
    part.setAttribute("x", `${start.toFixed(2)}%`);
    part.setAttribute("width", `${width.toFixed(2)}%`);
    const legend = bar.querySelector(`li[data-state="${state}"]`);
    legend.hidden = run.counts[state] === 0;
    legend.querySelector(".coverage__count").textContent = run.counts[state];
    start += width;
  }
}

register("job", JobController);
