/** A Vite plugin that draws the app's sign, a sprout: as SVG for the tab, and as each PNG that the manifest names for home screens. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import type { HtmlTagDescriptor, Plugin } from 'vite';

interface Manifest {
  theme_color: string;
  icons: { src: string; sizes: string; purpose: 'any' | 'maskable' }[];
}
type Point = readonly [x: number, y: number];
type Curve = readonly [from: Point, pull: Point, pull: Point, to: Point];

const MANIFEST = 'public/manifest.webmanifest';
/** iPhones cut the corners themselves, as a maskable icon wants it. */
const IPHONE = '/icons/maskable-180.png';

/** The drawing is 32 units wide and high; the sprout stays within 12.8 of the middle, as a maskable icon has to. */
const SIDE = 32;
const CORNER = 7;
const PEN = 2.2;
const SPROUT: readonly Curve[] = [
  [[16, 25], [16, 21], [16, 18], [16, 14]],
  [[16, 18], [11, 18], [9, 15], [9, 11]],
  [[9, 11], [14, 11], [16, 14], [16, 18]],
  [[16, 15], [16, 11], [18, 8], [23, 8]],
  [[23, 8], [23, 13], [21, 15], [16, 15]],
];
const STRAIGHTS_PER_CURVE = 16;

function svg(colour: string): string {
  const path = SPROUT.map(([from, first, second, to]) => `M${from}C${first} ${second} ${to}`).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">` +
    `<rect width="${SIDE}" height="${SIDE}" rx="${CORNER}" fill="${colour}"/>` +
    `<path d="${path}" fill="none" stroke="#fff" stroke-width="${PEN}" stroke-linecap="round"/></svg>`
  );
}

const STRAIGHTS = SPROUT.flatMap((curve) =>
  Array.from({ length: STRAIGHTS_PER_CURVE }, (_, n) => [on(curve, n / STRAIGHTS_PER_CURVE), on(curve, (n + 1) / STRAIGHTS_PER_CURVE)] as const),
);

function on([from, first, second, to]: Curve, t: number): Point {
  const mix = (axis: 0 | 1) =>
    (1 - t) ** 3 * from[axis] + 3 * (1 - t) ** 2 * t * first[axis] + 3 * (1 - t) * t ** 2 * second[axis] + t ** 3 * to[axis];
  return [mix(0), mix(1)];
}

function toSprout([x, y]: Point): number {
  let squared = Infinity;
  for (const [[ax, ay], [bx, by]] of STRAIGHTS) {
    const dx = bx - ax;
    const dy = by - ay;
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    squared = Math.min(squared, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
  }
  return Math.sqrt(squared);
}

/** How far inside the ground, a square with round corners; negative outside. */
function inGround([x, y]: Point, corner: number): number {
  const dx = Math.abs(x - SIDE / 2) - SIDE / 2 + corner;
  const dy = Math.abs(y - SIDE / 2) - SIDE / 2 + corner;
  return corner - Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - Math.min(Math.max(dx, dy), 0);
}

/** Rows of RGBA, each after a byte 0: no filter. */
function pixels(side: number, corner: number, colour: string): Buffer {
  const ground = Buffer.from(colour.slice(1), 'hex');
  const covered = (depth: number) => Math.min(1, Math.max(0, (depth * side) / SIDE + 0.5));
  const rows = Buffer.alloc(side * (1 + 4 * side));
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at: Point = [((column + 0.5) * SIDE) / side, ((row + 0.5) * SIDE) / side];
      const ink = covered(PEN / 2 - toSprout(at));
      const pixel = row * (1 + 4 * side) + 1 + 4 * column;
      ground.forEach((channel, n) => (rows[pixel + n] = Math.round(channel + (255 - channel) * ink)));
      rows[pixel + 3] = Math.round(255 * covered(inGround(at, corner)));
    }
  }
  return rows;
}

/** PNG, 8 bits a channel, with alpha (W3C PNG, third edition). */
function png(side: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const link = (rel: string, href: string): HtmlTagDescriptor => ({ tag: 'link', attrs: { rel, href }, injectTo: 'head' });

const readManifest = () => JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;

const tab = (colour: string) => link('icon', `data:image/svg+xml,${encodeURIComponent(svg(colour))}`);

/** Only the tab's: for a page that nobody puts on a home screen. */
export function tabIcon(): Plugin {
  return { name: 'kepu-tab-icon', transformIndexHtml: () => [tab(readManifest().theme_color)] };
}

export function icons(): Plugin {
  const manifest = readManifest();
  const colour = manifest.theme_color;
  return {
    name: 'kepu-icons',
    transformIndexHtml: () => [tab(colour), link('apple-touch-icon', IPHONE)],
    generateBundle() {
      for (const { src, sizes, purpose } of manifest.icons) {
        const side = Number.parseInt(sizes, 10);
        this.emitFile({ type: 'asset', fileName: src.slice(1), source: png(side, pixels(side, purpose === 'any' ? CORNER : 0, colour)) });
      }
    },
  };
}
