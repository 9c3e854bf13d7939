import { getJSON } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";
import { make, makeSvg } from "../core/dom.js";

const PERIOD_MS = 2000;
const OLD_MS = 8000;
const CELL = 10;

/**
 * An event on the wall: asks every two seconds, keeps showing the last answer when none comes, and says so.
 *
 *   <section data-controller="board" data-board-url-value="/api/v1/events/ABC234/board/">
 *
 * Targets: clock, map, covered, goal, progress, agreement, positives, volunteers, superpixels, teams, age.
 */
export class BoardController {
  constructor(element) {
    this.targets = targets(element, "board");
    this.values = values(element, "board");
    this.cells = new Map();
  }

  connect() {
    this.abort = new AbortController();
    this.follow();
    this.ticking = setInterval(() => this.tick(), 1000);
  }

  disconnect() {
    this.abort.abort();
    clearTimeout(this.timer);
    clearInterval(this.ticking);
  }

  async follow() {
    try {
      const signal = AbortSignal.any([this.abort.signal, AbortSignal.timeout(10000)]);
      this.show(await getJSON(this.values.url, { signal }));
      this.heardAt = Date.now();
    } catch {
      if (this.abort.signal.aborted) return;
    }
    this.tick();
    this.timer = setTimeout(() => this.follow(), PERIOD_MS);
  }

  show(board) {
    this.board = board;
    const { covered, goal, progress, agreement, positives, volunteers, superpixels } = this.targets;
    const wanted = board.goal_tiles ?? board.tiles_queued;
    covered.textContent = number(board.tiles_covered);
    goal.textContent = ` / ${number(wanted)}`;
    progress.max = Math.max(wanted, 1);
    progress.value = board.tiles_covered;
    agreement.textContent = percent(board.agreement);
    positives.textContent = number(board.positives);
    volunteers.textContent = number(board.volunteers);
    superpixels.textContent = number(board.superpixels);
    this.showTeams(board.teams);
    this.showMap(board);
  }

  showTeams(teams) {
    const { teams: table } = this.targets;
    const most = Math.max(1, ...teams.map((team) => team.tiles));
    table.hidden = !teams.length;
    table.tBodies[0].replaceChildren(...teams.map((team) => {
      const bar = make("progress", { max: most, value: team.tiles, "aria-hidden": "true" });
      const cells = [number(team.tiles), bar, percent(team.agreement)].map((content) => make("td", {}, content));
      return make("tr", {}, make("th", { scope: "row" }, team.name), ...cells);
    }));
  }

  showMap({ columns, rows, cells, tiles_covered: covered, tiles_done: done, tiles_queued: queued }) {
    const { map } = this.targets;
    map.setAttribute("viewBox", `0 0 ${Math.max(columns, 1) * CELL} ${Math.max(rows, 1) * CELL}`);
    const words = { covered, done, queued };
    map.setAttribute("aria-label", interpolate(gettext("Map of %(queued)s tiles: %(covered)s covered by this event, %(done)s done"), words, true));
    const places = new Set(cells.map(([column, row]) => `${column} ${row}`));
    for (const [place, drawn] of this.cells) if (!places.has(place)) { drawn.remove(); this.cells.delete(place); }
    for (const one of cells) this.showCell(one);
  }

  showCell([column, row, tiles, started, done, finds]) {
    const place = `${column} ${row}`;
    const state = finds ? "find" : done === tiles ? "done" : started ? "started" : "open";
    let drawn = this.cells.get(place);
    if (!drawn) {
      drawn = makeSvg("use", { x: column * CELL, y: row * CELL, width: CELL, height: CELL });
      this.cells.set(place, drawn);
      this.targets.map.append(drawn);
    }
    if (drawn.dataset.state === state) return;
    // What changes while the room looks on is pointed out.
    if (drawn.dataset.state) drawn.classList.add("cell--new");
    drawn.addEventListener("animationend", () => drawn.classList.remove("cell--new"), { once: true });
    drawn.dataset.state = state;
    drawn.setAttribute("href", `#cell-${state}`);
  }

  tick() {
    const { age, clock } = this.targets;
    const silence = Date.now() - (this.heardAt ?? Date.now());
    const words = silence < OLD_MS ? "" : interpolate(gettext("No answer from the server for %s s. These are the last figures."), [Math.round(silence / 1000)]);
    if (age.textContent !== words) age.textContent = words;
    clock.textContent = this.board ? timeLeft(this.board) : "";
  }
}

function timeLeft({ state, starts_at: startsAt, ends_at: endsAt }) {
  if (state === "closed" || state === "over") return gettext("over");
  const until = state === "waiting" ? startsAt : endsAt;
  if (!until) return "";
  const minutes = Math.max(0, Math.ceil((new Date(until) - Date.now()) / 60000));
  const left = minutes < 120 ? interpolate(gettext("%s min"), [minutes]) : interpolate(gettext("%s h"), [Math.floor(minutes / 60)]);
  return interpolate(state === "waiting" ? gettext("begins in %s") : gettext("%s left"), [left]);
}

const number = (value) => value.toLocaleString(document.documentElement.lang);
const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);

register("board", BoardController);
