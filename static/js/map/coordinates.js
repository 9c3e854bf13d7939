/** A place that somebody typed or copied: "51.3, 27.5", "51.3N 27.5E", or the link of a web map. Null for anything else. */
export function readPlace(text) {
  const link = text.match(/[#@/=](?:map=)?(\d+(?:\.\d+)?)\/(-?\d+\.\d+)\/(-?\d+\.\d+)/);
  if (link) return checked(Number(link[2]), Number(link[3]), Number(link[1]));
  const google = text.match(/@(-?\d+\.\d+),(-?\d+\.\d+)(?:,(\d+(?:\.\d+)?)z)?/);
  if (google) return checked(Number(google[1]), Number(google[2]), Number(google[3]) || undefined);
  const parts = [...text.matchAll(/(-?\d+(?:\.\d+)?)\s*°?\s*([NSEW])?/gi)];
  if (parts.length !== 2) return null;
  const values = parts.map(([, figure, side]) => Number(figure) * (/[SW]/i.test(side ?? "") ? -1 : 1));
  const isLngFirst = /[EW]/i.test(parts[0][2] ?? "");
  return isLngFirst ? checked(values[1], values[0]) : checked(values[0], values[1]);
}

function checked(lat, lng, zoom = 13) {
  return Math.abs(lat) <= 85 && Math.abs(lng) <= 180 ? { lat, lng, zoom } : null;
}
