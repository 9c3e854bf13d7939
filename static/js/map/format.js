/** Numbers and dates as the pages show them. */
/** Day before month in English too, as the server writes dates. */
const language = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang || "en-GB");

export function hectares(value) {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const figure = value.toLocaleString(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return interpolate(gettext("%s ha"), [figure]);
}

export const score = (value) => value.toLocaleString(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function day(iso) {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString(language(), options);
}

export const moment = (iso) => new Date(iso).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });

/** "3 Apr 2018 – 20 Apr 2018"; says so when the dates are unknown or too far apart to name a year. */
export function captured({ captured_from: from, captured_to: to, year_uncertain: uncertain }) {
  if (!from || !to) return gettext("Date unknown: year uncertain");
  const range = from === to ? day(from) : `${day(from)} – ${day(to)}`;
  return uncertain ? `${range} · ${gettext("year uncertain")}` : range;
}
