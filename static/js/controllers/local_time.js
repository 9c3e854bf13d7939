import { register, targets } from "../core/controllers.js";
import { make } from "../core/dom.js";

/**
 * The server speaks UTC; people read and write the time of their own clock.
 *
 *   <time datetime="2026-03-07T10:00:00Z" data-controller="local-time">2026-03-07 10:00 UTC</time>
 */
class LocalTimeController {
  constructor(element) {
    this.element = element;
  }

  connect() {
    const when = new Date(this.element.dateTime);
    const options = { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
    this.element.textContent = when.toLocaleString(document.documentElement.lang, options);
  }
}

/**
 *   <div data-controller="local-datetime">
 *     <label>Starts <span data-local-datetime-target="zone">(UTC)</span></label> <input type="datetime-local">
 *   </div>
 *
 * Shows the UTC value in local time, and sends it back as UTC.
 */
class LocalDateTimeController {
  constructor(element) {
    this.targets = targets(element, "local-datetime");
    this.input = element.querySelector("input");
  }

  connect() {
    const { input } = this;
    if (input.value) input.value = wallClock(new Date(`${input.value}Z`));
    this.targets.zone.textContent = gettext("(your time)");
    input.form.addEventListener("submit", () => {
      if (!input.value) return;
      const value = new Date(input.value).toISOString().slice(0, 16);
      input.form.append(make("input", { type: "hidden", name: input.name, value }));
      input.removeAttribute("name");
    });
  }
}

function wallClock(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

register("local-time", LocalTimeController);
register("local-datetime", LocalDateTimeController);
