/* global L - Leaflet's classic script, loaded before the modules */

const COVER = {
  analysed: { fillColor: "#f6f5f1", fillOpacity: 0.92 },
  no_imagery: { fillColor: "url(#cover-no_imagery)", fillOpacity: 0.9 },
  failed: { fillColor: "url(#cover-failed)", fillOpacity: 0.9 },
  pending: { fillColor: "url(#cover-pending)", fillOpacity: 0.9 },
};
const PICTURE_PX = 1024;

/** What was searched and what was not, below the places, in SVG, since a canvas draws no patterns. */
export function addCover(map, coverage, { hasBackground }) {
  map.createPane("cover").style.zIndex = 250;
  const renderer = L.svg({ pane: "cover", padding: 0.5 });
  const style = ({ properties: { state } }) => ({
    color: "#8b8a82", weight: 1, ...COVER[state], ...(hasBackground && state === "analysed" ? { fillOpacity: 0.15 } : {}),
  });
  return L.geoJSON(coverage, { renderer, style, interactive: false, pane: "cover" }).addTo(map);
}

/** The pictures that were judged, where the release has a place: `address` holds {z}, {x} and {y}. */
export function makePictures(map, address, { zoom, attribution }) {
  map.createPane("pictures").style.zIndex = 300;
  const native = zoom + 2;
  return L.tileLayer(address, {
    pane: "pictures", tileSize: PICTURE_PX, zoomOffset: -2, minZoom: zoom - 1, minNativeZoom: native, maxNativeZoom: native, maxZoom: 22, attribution,
  });
}

/** A slider that uncovers what lies below the pictures: before and after, where the two are of different dates. */
export function addSwipe(map, slider, paneName) {
  const pane = map.getPane(paneName);
  const clip = () => {
    const size = map.getSize();
    const [corner, end] = [map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(size)];
    const left = corner.x + (size.x * slider.value) / 100;
    pane.style.clipPath = slider.value > 0 ? `polygon(${left}px ${corner.y}px, ${end.x}px ${corner.y}px, ${end.x}px ${end.y}px, ${left}px ${end.y}px)` : "";
  };
  map.on("move zoomend viewreset resize", clip);
  slider.addEventListener("input", clip);
}
