/* global L - Leaflet's classic script, loaded before the modules */

/** A map on `element`, with the operator's background when there is one; without, the page's own paper shows. */
export function makeMap(element, { basemapUrl = "", basemapAttribution = "", ...options } = {}) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    preferCanvas: true, zoomControl: false, zoomSnap: 0.5, maxZoom: 20, worldCopyJump: true,
    zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm, ...options,
  });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  L.control.zoom({ position: "topright", zoomInTitle: gettext("Zoom in"), zoomOutTitle: gettext("Zoom out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  if (basemapUrl) L.tileLayer(basemapUrl, { attribution: basemapAttribution, maxNativeZoom: 19, maxZoom: 20 }).addTo(map);
  map.setView([0, 0], 2);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return map;
}

export function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** Bounds round all features that carry a `bbox` or a point in their properties; null when there are none. */
export function boundsOfAll(features) {
  const bounds = L.latLngBounds([]);
  for (const { bbox, properties } of features) bounds.extend(bbox ? boundsOf(bbox) : [properties.lat, properties.lng]);
  return bounds.isValid() ? bounds : null;
}
