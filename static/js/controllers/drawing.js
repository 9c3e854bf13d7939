import { register } from "../core/controllers.js";

/** Tools by their element, and the drawing that they act on. */
const drawings = new WeakMap();

/**
 * The buttons of `campaigns/drawing/tools.html`. The page's own controller makes the map and the drawing, attaches the
 * tools to it, and shows its mode whenever that changes:
 *
 *   attachTools(this.element, this.drawing);  showMode(this.element, this.drawing);
 */
class DrawingTools {
  constructor(element) {
    this.element = element;
  }

  get drawing() {
    return drawings.get(this.element);
  }

  tool(event, { mode }) {
    this.drawing?.start(mode);
  }

  finish() {
    this.drawing?.finish();
  }

  removeLastPoint() {
    this.drawing?.removeLastPoint();
  }

  stop() {
    this.drawing?.end();
  }

  undo() {
    this.drawing?.undo();
  }
}

const toolsIn = (page) => page.querySelector('[data-controller="drawing"]');

export function attachTools(page, drawing) {
  drawings.set(toolsIn(page), drawing);
  showMode(page, drawing);
}

/** Buttons are pressed while their mode is on, and disabled where they would do nothing; the help follows the mode. */
export function showMode(page, drawing) {
  const tools = toolsIn(page);
  for (const button of tools.querySelectorAll("[data-drawing-mode-param]")) {
    const mode = button.getAttribute("data-drawing-mode-param");
    button.setAttribute("aria-pressed", String(drawing.mode === mode));
    button.disabled = mode === "edit" ? !drawing.canEdit : ["drag", "cut", "remove"].includes(mode) && drawing.isEmpty;
  }
  for (const part of tools.querySelectorAll("[data-drawing-while-param]")) {
    part.hidden = !part.getAttribute("data-drawing-while-param").split(" ").includes(drawing.mode ?? "none");
  }
  tools.querySelector("[data-drawing-target='undo']").disabled = drawing.history.length === 0;
}

register("drawing", DrawingTools);
