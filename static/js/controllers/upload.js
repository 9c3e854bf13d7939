import { describeFailure } from "../core/api.js";
import { register, targets, values } from "../core/controllers.js";

const MIB = 2 ** 20;

/**
 * Sends a form with a file, shows how far it is, and goes where the server says. Without scripts the form is
 * sent as it is.
 *
 *   <form data-controller="upload" data-action="submit->upload#send change->upload#check"
 *         data-upload-max-bytes-value="…">
 *
 * Targets: file, words (what is wrong), progress with bar and figures, button. The answer is JSON with `location`.
 */
export class UploadController {
  constructor(element) {
    this.form = element;
    this.targets = targets(element, "upload");
    this.values = values(element, "upload");
  }

  disconnect() {
    this.request?.abort();
  }

  /** Refuses a file that is too large before anything of it is sent. */
  check() {
    const [file] = this.targets.file.files;
    const most = Number(this.values.maxBytes);
    const tooLarge = Boolean(file) && file.size > most;
    this.say(tooLarge
      ? interpolate(gettext("The file has %(size)s MiB, and %(most)s MiB are allowed. Make it smaller or split it."),
        { size: inMib(file.size), most: inMib(most) }, true)
      : "");
    return !tooLarge;
  }

  send(event) {
    event.preventDefault();
    if (!this.check()) return;
    const request = (this.request = new XMLHttpRequest());
    request.upload.addEventListener("progress", (progress) => this.show(progress));
    request.addEventListener("load", () => this.end(request));
    request.addEventListener("error", () => this.fail(gettext("No connection. Check the network and try again.")));
    request.addEventListener("abort", () => this.fail(""));
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    this.setBusy(true);
    request.send(new FormData(this.form));
  }

  stop() {
    this.request?.abort();
  }

  show({ loaded, total, lengthComputable }) {
    const { bar, figures } = this.targets;
    if (!lengthComputable) return bar.removeAttribute("value");
    bar.value = (100 * loaded) / total;
    figures.textContent = loaded < total
      ? `${inMib(loaded)} / ${inMib(total)} MiB`
      : gettext("Received; the server looks at it");
  }

  end(request) {
    const answer = parsed(request.responseText);
    if (request.status < 300 && answer?.location) return location.assign(answer.location);
    this.fail(describeFailure(answer, request.status));
  }

  fail(words) {
    this.setBusy(false);
    this.say(words);
  }

  say(words) {
    this.targets.words.textContent = words;
    this.targets.words.hidden = !words;
    this.targets.file.setAttribute("aria-invalid", String(Boolean(words)));
  }

  setBusy(isBusy) {
    const { progress, bar, figures, button } = this.targets;
    progress.hidden = !isBusy;
    bar.value = 0;
    figures.textContent = "";
    button.disabled = isBusy;
  }
}

const inMib = (bytes) => (bytes / MIB).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

register("upload", UploadController);
