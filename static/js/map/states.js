import { makeSvg } from "../core/dom.js";

/** How each state of a finding is drawn: line and dash besides colour, so that colour is never needed. */
export const STATES = {
  unreviewed: { color: "#f2a33a", dashArray: null, fillOpacity: 0.25 },
  needs_second: { color: "#f2a33a", dashArray: "7 5", fillOpacity: 0.1 },
  confirmed: { color: "#2fb59f", dashArray: null, fillOpacity: 0.4 },
  rejected: { color: "#9aa59f", dashArray: "1 6", fillOpacity: 0.02 },
  unsure: { color: "#c9bdf7", dashArray: "10 4 2 4", fillOpacity: 0.08 },
  disputed: { color: "#ff7f6b", dashArray: "14 4", fillOpacity: 0.15 },
};

export function styleOf({ state }, picked) {
  const { color, dashArray, fillOpacity } = STATES[state];
  return { color: picked ? "#ffffff" : color, fillColor: color, dashArray, fillOpacity, weight: picked ? 4 : 2.5, opacity: 1 };
}

/** The state's own shape, from the sprite that the page holds. */
export function stateIcon(state) {
  const use = makeSvg("use", { href: `#state-${state}` });
  return makeSvg("svg", { class: `state-icon state-icon--${state}`, "aria-hidden": "true" }, use);
}
