/** A map of points only: where they fall on the paper, how long a kilometre is, which names have room. */
export interface Spot {
  code: string;
  name: string;
  lat: number;
  lon: number;
  /** 0 to 1; null where it is not told. */
  share: number | null;
}

export interface Dot extends Spot {
  x: number;
  y: number;
  radius: number;
  /** Where its name begins; missing where there is no room for it. */
  label?: { x: number; y: number };
}

export interface Chart {
  width: number;
  height: number;
  /** The worst last, so that it lies on top. */
  dots: Dot[];
  scale: { kilometres: number; pixels: number };
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const DEGREE_KILOMETRES = 111.2;
const SMALLEST_KILOMETRES = 1;
const SMALLEST_RADIUS = 8;
const MARGIN = 30;
const LOWEST_PIXELS = 140;
const HIGHEST_PIXELS = 420;
/** Below the points, for the scale. */
const FOOT = 24;
const SCALE_PIXELS = 90;
const LABEL_GAP = 4;

/** Equirectangular about the middle, good for anything from a town to a province; `letter` is a character's width in pixels. */
export function draw(spots: Spot[], width: number, letter: number): Chart {
  const lats = spots.map((spot) => spot.lat);
  const lons = spots.map((spot) => spot.lon);
  const middle = { lat: mid(lats), lon: mid(lons) };
  const perLon = DEGREE_KILOMETRES * Math.cos((middle.lat * Math.PI) / 180);
  const wide = Math.max(SMALLEST_KILOMETRES, span(lons) * perLon);
  const high = Math.max(SMALLEST_KILOMETRES, span(lats) * DEGREE_KILOMETRES);
  const room = width - 2 * MARGIN;
  const pixels = Math.min(room / wide, Math.min(room, HIGHEST_PIXELS) / high);
  const height = Math.max(LOWEST_PIXELS, high * pixels + 2 * MARGIN);
  const dots = [...spots]
    .sort((a, b) => (a.share ?? -1) - (b.share ?? -1))
    .map((spot) => ({
      ...spot,
      x: width / 2 + (spot.lon - middle.lon) * perLon * pixels,
      y: height / 2 - (spot.lat - middle.lat) * DEGREE_KILOMETRES * pixels,
      radius: SMALLEST_RADIUS * (1 + (spot.share ?? 0)),
    }));
  name(dots, width, height, letter);
  return { width, height: height + FOOT, dots, scale: scaleOf(pixels) };
}

const mid = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
const span = (values: number[]) => Math.max(...values) - Math.min(...values);

/** Gives names to the worst first: right of the dot, left of it, below or above it, wherever nothing else lies. */
function name(dots: Dot[], width: number, height: number, letter: number): void {
  const taken: Box[] = dots.map((dot) => ({
    left: dot.x - dot.radius, right: dot.x + dot.radius, top: dot.y - dot.radius, bottom: dot.y + dot.radius,
  }));
  for (const dot of [...dots].reverse()) {
    const length = dot.name.length * letter;
    const aside = dot.radius + LABEL_GAP;
    const away = dot.radius + letter * 0.7;
    const boxes = [
      boxAt(dot.x + aside, dot.y, length, letter),
      boxAt(dot.x - aside - length, dot.y, length, letter),
      boxAt(dot.x - length / 2, dot.y + away, length, letter),
      boxAt(dot.x - length / 2, dot.y - away, length, letter),
    ];
    const free = boxes.find((box) => inside(box, width, height) && taken.every((other) => apart(box, other)));
    if (!free) continue;
    taken.push(free);
    dot.label = { x: free.left, y: (free.top + free.bottom) / 2 + letter * 0.35 };
  }
}

/** Room for one line of text that begins at `left` and has its middle at `y`. */
const boxAt = (left: number, y: number, length: number, letter: number): Box => ({
  left, right: left + length, top: y - letter * 0.65, bottom: y + letter * 0.65,
});
const inside = (box: Box, width: number, height: number) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
const apart = (a: Box, b: Box) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/** The longest of 1, 2, 5, 10 … kilometres that is not longer than a line beside the map. */
function scaleOf(pixels: number): Chart['scale'] {
  const most = SCALE_PIXELS / pixels;
  const ten = 10 ** Math.floor(Math.log10(most));
  const kilometres = [5, 2, 1].map((step) => step * ten).find((length) => length <= most) ?? ten;
  return { kilometres, pixels: kilometres * pixels };
}
