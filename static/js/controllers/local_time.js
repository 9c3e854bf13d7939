import { register } from "../core/controllers.js";

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
 *   <label>Starts <span data-zone>(UTC)</span></label><input type="datetime-local" data-controller="local-datetime">
 *
 * Shows the UTC value in local time, and sends it back as UTC.
 */
class LocalDateTimeController {
  constructor(element) {
    this.element = element;
  }

  connect() {
    const { element } = this;
    if (element.value) element.value = wallClock(new Date(`${element.value}Z`));
    const zone = element.closest(".field").querySelector("[data-zone]");
    if (zone) zone.textContent = gettext("(your time)");
    element.form.addEventListener("submit", () => {
      if (!element.value) return;
      const sent = document.createElement("input");
      Object.assign(sent, { type: "hidden", name: element.name, value: new Date(element.value).toISOString().slice(0, 16) });
      element.removeAttribute("name");
      element.form.append(sent);
    });
  }
}

function wallClock(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

register("local-time", LocalTimeController);
register("local-datetime", LocalDateTimeController);
