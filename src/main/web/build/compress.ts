/** A Vite plugin that writes `.br` and `.gz` beside each text asset, and holds the first visit, and each view that comes after it, to a limit. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { viewFiles, type Bundle, type View } from './views.ts';

const TEXT = /\.(html|js|css|svg|json|txt|webmanifest)$/;
const SMALLEST_BYTES = 256;

/** What may be loaded until something is seen: the page and what it names, compressed; and so for a view opened with nothing kept. */
export interface Limits {
  firstKibibytes: number;
  view?: { kibibytes: number; files: number };
}

type Sizes = Map<string, number>;

function compressAll(folder: string): Sizes {
  const sizes: Sizes = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = readFileSync(path);
    const brotli = brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    sizes.set(entry.name, brotli.length);
    if (plain.length < SMALLEST_BYTES) continue;
    writeFileSync(`${path}.br`, brotli);
    writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  }
  return sizes;
}

/** What the page names is what its first visit loads. */
function firstFiles(folder: string, page: string): Set<string> {
  const html = readFileSync(join(folder, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(?:console\/)?(?:assets\/)?([^"/]+)"/g)].map((match) => match[1] ?? '');
  return new Set([page, ...named]);
}

const kibibytes = (files: Set<string>, sizes: Sizes) => [...files].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0) / 1024;

/** Says what the dearest view costs, or which are over their limit. */
function holdViews(views: View[], first: Set<string>, sizes: Sizes, limit: NonNullable<Limits['view']>, say: (line: string, fits: boolean) => void): void {
  const all = views.map(({ view, files }) => ({ view, files: new Set([...first, ...files]) }));
  const costs = all.map(({ view, files }) => ({ view, files: files.size, kibibytes: kibibytes(files, sizes) })).sort((a, b) => b.kibibytes - a.kibibytes);
  const over = costs.filter((cost) => cost.kibibytes > limit.kibibytes || cost.files > limit.files);
  const told = (over.length > 0 ? over : costs.slice(0, 1)).map((cost) => `${cost.view} ${cost.kibibytes.toFixed(1)} KiB in ${cost.files} files`);
  say(`a view with nothing kept: ${told.join('; ')}; limit ${limit.kibibytes} KiB in ${limit.files} files`, over.length === 0);
}

export function compress(page: string, limits: Limits): Plugin {
  return {
    name: 'kepu-compress',
    apply: 'build',
    writeBundle(options, bundle) {
      const folder = options.dir ?? 'dist';
      const sizes = compressAll(folder);
      const first = firstFiles(folder, page);
      const say = (line: string, fits: boolean) => (fits ? this.info(line) : this.error(line));
      const cost = kibibytes(first, sizes);
      say(`first visit ${cost.toFixed(1)} KiB compressed, limit ${limits.firstKibibytes} KiB`, cost <= limits.firstKibibytes);
      if (limits.view) holdViews(viewFiles(bundle as Bundle), first, sizes, limits.view, say);
    },
  };
}
