import { register, targets, values } from "../core/controllers.js";

const TOLD_MS = 4000;

/**
 * A link to hand on: copied, or given to the phone's own share sheet where there is one.
 *
 *   <div data-controller="share-link" data-share-link-title-value="…">
 *
 * Targets: text (an input that holds the link), share (a hidden button), told.
 */
export class ShareLinkController {
  constructor(element) {
    this.targets = targets(element, "share-link");
    this.values = values(element, "share-link");
  }

  connect() {
    this.targets.share.hidden = !navigator.share;
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  select() {
    this.targets.text.select();
  }

  async copy() {
    this.select();
    try {
      await navigator.clipboard.writeText(this.targets.text.value);
      this.tell(gettext("Copied"));
    } catch {
      // Without HTTPS browsers offer no clipboard: the text is selected, and the person copies it.
      this.tell(gettext("Selected: copy it with the keyboard or the menu"));
    }
  }

  async share() {
    try {
      await navigator.share({ title: this.values.title, url: this.targets.text.value });
    } catch (error) {
      if (error.name !== "AbortError") this.copy();
    }
  }

  tell(words) {
    this.targets.told.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.targets.told.textContent = ""; }, TOLD_MS);
  }
}

register("share-link", ShareLinkController);
