/* global L - Leaflet's classic script, loaded before the modules */

const STEPS = [60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
const LINES_ACROSS = 5;
const CORNER_PX = 48;

/** Lines of longitude and latitude with their degrees, so that a map without a background says where it is. */
export function addGraticule(map) {
  map.createPane("graticule").style.zIndex = 250;
  const lines = L.layerGroup().addTo(map);
  const redraw = () => draw(map, lines);
  map.on("moveend resize", redraw);
  redraw();
  return lines;
}

function draw(map, lines) {
  lines.clearLayers();
  const bounds = map.getBounds();
  const [west, south, east, north] = [bounds.getWest(), Math.max(-85, bounds.getSouth()), bounds.getEast(), Math.min(85, bounds.getNorth())];
  const step = STEPS.findLast((one) => (east - west) / one <= LINES_ACROSS) ?? STEPS[0];
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  for (let lng = Math.ceil(west / step) * step; lng <= east; lng += step) {
    addLine(map, lines, [[south, lng], [north, lng]], degrees(wrapped(lng), digits, "E", "W"), "graticule__lng");
  }
  for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step) {
    addLine(map, lines, [[lat, west], [lat, east]], degrees(lat, digits, "N", "S"), "graticule__lat");
  }
}

function addLine(map, lines, ends, words, name) {
  L.polyline(ends, { pane: "graticule", className: "graticule__line", interactive: false, pmIgnore: true, weight: 1 }).addTo(lines);
  if (isCrowded(map, ends[0])) return;
  const icon = L.divIcon({ className: `graticule__label ${name}`, html: `<span>${words}</span>`, iconSize: null });
  L.marker(ends[0], { pane: "graticule", icon, interactive: false, keyboard: false, pmIgnore: true }).addTo(lines);
}

/** In the corner the labels of both axes would lie on each other. */
function isCrowded(map, end) {
  const { x, y } = map.latLngToContainerPoint(end);
  const { y: height } = map.getSize();
  return (y >= height && x < CORNER_PX) || (x <= 0 && y > height - CORNER_PX);
}

const wrapped = (lng) => ((((lng + 180) % 360) + 360) % 360) - 180;

function degrees(value, digits, positive, negative) {
  const rounded = Math.abs(value).toFixed(digits);
  return `${rounded}°${Number(rounded) === 0 ? "" : value > 0 ? positive : negative}`;
}
