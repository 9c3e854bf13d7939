/** What the map shows, in the address after `#`: `#map=12/51.30000/27.50000&year=2018&place=7&pictures=off`. */
export function readHash(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const view = (given.get("map") ?? "").split("/").map(Number);
  const known = view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 90;
  return {
    view: known ? { zoom: view[0], lat: view[1], lng: view[2] } : null,
    year: given.get("year") ?? "",
    place: Number(given.get("place")) || null,
    pictures: given.get("pictures") !== "off",
  };
}

export function writeHash({ view = null, year = "", place = null, pictures = true }) {
  const parts = [];
  if (view) parts.push(`map=${view.zoom}/${view.lat.toFixed(5)}/${view.lng.toFixed(5)}`);
  if (year) parts.push(`year=${encodeURIComponent(year)}`);
  if (place) parts.push(`place=${place}`);
  if (!pictures) parts.push("pictures=off");
  return parts.length ? `#${parts.join("&")}` : "";
}
