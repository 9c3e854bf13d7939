/**
 * Behaviour hangs on attributes: a controller is made for every element that names it.
 *
 *   <section data-controller="job" data-url="/api/v1/…">…</section>
 *
 *   register("job", class { constructor(element) {…} connect() {…} disconnect() {…} });
 */
export function register(name, Controller) {
  for (const element of document.querySelectorAll(`[data-controller~="${name}"]`)) {
    const controller = new Controller(element);
    controller.connect();
    if (controller.disconnect) addEventListener("pagehide", () => controller.disconnect(), { once: true });
  }
}
