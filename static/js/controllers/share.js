import { register, targets, values } from "../core/controllers.js";

/**
 * Copies, shares and prints a link; each button appears where the browser can do it.
 *
 *   <section data-controller="share" data-share-link-value="https://…" data-share-title-value="…">
 *
 * Targets: copy, share, print, said.
 */
class Share {
  constructor(element) {
    this.targets = targets(element, "share");
    this.values = values(element, "share");
  }

  connect() {
    const { copy, share, print } = this.targets;
    copy.hidden = !navigator.clipboard;
    share.hidden = !navigator.share;
    print.hidden = false;
  }

  async copy() {
    const copied = await navigator.clipboard.writeText(this.values.link).then(() => true, () => false);
    this.targets.said.textContent = copied ? gettext("Copied.") : gettext("The browser did not allow it. Select the link and copy it.");
  }

  async share() {
    // Whoever closes the browser's own dialog has decided against sharing: no error.
    await navigator.share({ title: this.values.title, url: this.values.link }).catch(() => null);
  }

  print() {
    window.print();
  }
}

register("share", Share);
