/** Rings of [column, row] as the `d` of an SVG path. */
export function pathOf(rings) {
  return rings.map((ring) => `M${ring.map(([column, row]) => `${column} ${row}`).join("L")}Z`).join("");
}

/** Even-odd rule over all rings. */
export function isInside(rings, column, row) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > row !== y2 > row && column < ((x2 - x1) * (row - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/** A point well inside a shape, where its mark is drawn: the centre if that is inside, else the best of a grid. */
export function markPoint(rings) {
  const all = rings.flat();
  const columns = all.map(([column]) => column);
  const rows = all.map(([, row]) => row);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  const centre = [(left + right) / 2, (top + bottom) / 2];
  let best = { point: centre, distance: -1 };
  for (let i = 1; i < 12; i++) {
    for (let j = 1; j < 12; j++) {
      const point = [left + ((right - left) * i) / 12, top + ((bottom - top) * j) / 12];
      if (!isInside(rings, ...point)) continue;
      const distance = Math.min(...all.map(([column, row]) => Math.hypot(column - point[0], row - point[1])));
      if (distance > best.distance) best = { point, distance };
    }
  }
  return best.point;
}

const AROUND = 2.4;
const LEAST_SIDE = 420;

/** The square window of a picture of `size` pixels that shows a shape and what lies round it; all of it for no shape. */
export function frameOf(rings, size) {
  const all = rings.flat();
  if (!all.length) return { left: 0, top: 0, side: size, centre: [size / 2, size / 2] };
  const [columns, rows] = [all.map(([column]) => column), all.map(([, row]) => row)];
  const [left, right, top, bottom] = [Math.min(...columns), Math.max(...columns), Math.min(...rows), Math.max(...rows)];
  const centre = [(left + right) / 2, (top + bottom) / 2];
  const side = Math.min(size, Math.max(LEAST_SIDE, AROUND * Math.max(right - left, bottom - top)));
  const clamp = (value) => Math.max(0, Math.min(size - side, value - side / 2));
  return { left: clamp(centre[0]), top: clamp(centre[1]), side, centre };
}

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The point nearest in an arrow key's direction, by number; what lies sideways counts double. null at the edge. */
export function neighbour(points, from, key) {
  const [dx, dy] = DIRECTIONS[key];
  const [x, y] = points.get(from);
  let best = null;
  for (const [number, [column, row]] of points) {
    const ahead = (column - x) * dx + (row - y) * dy;
    const aside = Math.abs((column - x) * dy) + Math.abs((row - y) * dx);
    if (number === from || ahead <= aside * 0.5) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { number, cost };
  }
  return best?.number ?? null;
}
