/** Buttons of `campaigns/drawing/tools.html`: pressed while their mode is on, disabled where they would do nothing. */
export function showMode(element, drawing) {
  for (const button of element.querySelectorAll("[data-mode]")) {
    const { mode } = button.dataset;
    button.setAttribute("aria-pressed", String(drawing.mode === mode));
    const isOff = mode === "edit" ? !drawing.canEdit : ["drag", "cut", "remove"].includes(mode) && drawing.isEmpty;
    button.disabled = isOff;
  }
  for (const part of element.querySelectorAll("[data-while]")) part.hidden = !part.dataset.while.split(" ").includes(drawing.mode ?? "none");
  for (const button of element.querySelectorAll("[data-needs='history']")) button.disabled = drawing.history.length === 0;
  for (const button of element.querySelectorAll("[data-needs='shape']")) button.disabled = drawing.isEmpty;
}
