/**
 * Behaviour hangs on attributes, named as Stimulus names them. A controller is made for every element that names it:
 *
 *   <section data-controller="board" data-board-url-value="/api/v1/…">
 *     <p data-board-target="clock"></p>
 *     <button data-action="click->board#refresh" data-board-pace-param="slow">…</button>
 *   </section>
 *
 *   register("board", class {
 *     constructor(element) { this.targets = targets(element, "board"); this.values = values(element, "board"); }
 *     connect() {…}  disconnect() {…}
 *     refresh(event, { pace }) {…}
 *   });
 *
 * - `data-<controller>-target="n-places"` is `targets.nPlaces`: the first element of that name.
 * - `data-<controller>-<name>-value` is `values.name`: a string from the server.
 * - `data-action="click->board#refresh change->board#show"` calls a method with the event and the element's params,
 *   for elements made later too. Events must bubble.
 * - Attributes without a controller's name (`data-state`, `data-answer`, `data-superpixel`) are the state of an element,
 *   for style sheets.
 */
const EVENTS = ["click", "change", "input", "submit"];

export function register(name, Controller) {
  for (const element of document.querySelectorAll(`[data-controller~="${name}"]`)) {
    const controller = new Controller(element);
    for (const type of EVENTS) element.addEventListener(type, (event) => act(event, name, element, controller));
    controller.connect?.();
    if (controller.disconnect) addEventListener("pagehide", () => controller.disconnect(), { once: true });
  }
}

export function targets(element, name) {
  const found = {};
  const attribute = `data-${name}-target`;
  for (const one of element.querySelectorAll(`[${attribute}]`)) found[camelCase(one.getAttribute(attribute))] ??= one;
  return found;
}

export const values = (element, name) => namedAttributes(element, name, "value");

function act(event, name, element, controller) {
  for (let one = event.target; one && one !== element.parentElement; one = one.parentElement) {
    for (const action of one.dataset?.action?.split(" ") ?? []) {
      const [type, called] = action.split("->");
      const [owner, method] = called.split("#");
      if (type === event.type && owner === name) controller[method](event, namedAttributes(one, name, "param"));
    }
  }
}

/** `data-<name>-some-thing-<kind>="…"` as `{ someThing: "…" }`. */
function namedAttributes(element, name, kind) {
  const found = {};
  for (const { name: attribute, value } of element.attributes) {
    const [, key] = attribute.match(new RegExp(`^data-${name}-(.+)-${kind}$`)) ?? [];
    if (key) found[camelCase(key)] = value;
  }
  return found;
}

export const camelCase = (words) => words.replace(/[-_](.)/g, (_, letter) => letter.toUpperCase());
