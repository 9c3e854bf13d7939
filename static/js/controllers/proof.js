import { register, targets, values } from "../core/controllers.js";
import { findNonce } from "../core/proof_of_work.js";

/**
 * A form that is sent with a proof of work, so that programs cannot send thousands. It is computed while the person
 * writes.
 *
 *   <form data-controller="proof" data-proof-challenge-value="…" data-proof-bits-value="18"
 *         data-action="input->proof#begin submit->proof#send">
 *
 * Targets: nonce (a hidden input), button, told.
 */
class ProofController {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "proof");
    this.values = values(element, "proof");
  }

  begin() {
    this.found ??= findNonce(this.values.challenge, Number(this.values.bits)).then((nonce) => { this.targets.nonce.value = nonce; });
    return this.found;
  }

  async send(event) {
    if (this.targets.nonce.value) {
      this.lock(true);
      return;
    }
    event.preventDefault();
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.lock(true);
    this.targets.told.textContent = gettext("A moment: your browser is proving that it is no spam program.");
    await this.begin();
    this.lock(false);
    this.element.requestSubmit();
  }

  /** Not `disabled`, which would take the focus away. */
  lock(is) {
    this.targets.button.setAttribute("aria-disabled", String(is));
  }

  /** Whoever comes back by the browser's button finds the page as it was left. */
  connect() {
    addEventListener("pageshow", () => { this.lock(false); this.isWaiting = false; this.targets.told.textContent = ""; });
  }
}

register("proof", ProofController);
