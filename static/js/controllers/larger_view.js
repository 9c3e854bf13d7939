import { getJSON } from "../core/api.js";
import { register, targets } from "../core/controllers.js";

/**
 * Opens a tile's picture in a dialog, with its outlines and marks. Without a script the link shows the picture alone.
 *
 *   <section data-controller="larger-view">
 *     <a href="picture" data-action="click->larger-view#open" data-larger-view-outlines-param="…json"
 *        data-larger-view-words-param="…"><img …><svg class="thumb__marks">…</svg></a>
 *     <dialog data-larger-view-target="dialog">…</dialog>
 */
class LargerView {
  constructor(element) {
    this.targets = targets(element, "larger-view");
    this.targets.dialog.addEventListener("click", (event) => { if (event.target === event.currentTarget) this.close(); });
  }

  open(event, { outlines, words }) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = event.target.closest("a");
    this.targets.picture.setAttribute("href", link.href);
    this.targets.words.textContent = words;
    this.targets.outlines.setAttribute("d", "");
    this.targets.marks.replaceChildren(...[...link.querySelectorAll(".thumb__marks path")].map((path) => path.cloneNode()));
    this.targets.dialog.showModal();
    if (outlines) this.draw(outlines);
  }

  close() {
    this.targets.dialog.close();
  }

  async draw(address) {
    this.abort?.abort();
    this.abort = new AbortController();
    // The picture is useful without its outlines: a failure leaves it as it is.
    const rings = await getJSON(address, { signal: this.abort.signal }).catch(() => ({}));
    this.targets.outlines.setAttribute("d", Object.values(rings).flat().map((ring) => `M${ring.map((point) => point.join(" ")).join("L")}Z`).join(""));
  }

  disconnect() {
    this.abort?.abort();
  }
}

register("larger-view", LargerView);
