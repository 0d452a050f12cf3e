/** A Vite plugin that writes `.br` and `.gz` beside each text asset and holds the first visit to its size limit. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|css|svg|json|txt|webmanifest)$/;
const SMALLEST_BYTES = 256;

function compressAll(folder: string): Map<string, number> {
  const sizes = new Map<string, number>();
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
function firstVisitBytes(folder: string, page: string, sizes: Map<string, number>): number {
  const html = readFileSync(join(folder, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(?:console\/)?(?:assets\/)?([^"/]+)"/g)].map((match) => match[1] ?? '');
  return [page, ...named].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
}

export function compress(page: string, limitKibibytes: number): Plugin {
  return {
    name: 'kepu-compress',
    apply: 'build',
    writeBundle(options) {
      const folder = options.dir ?? 'dist';
      const bytes = firstVisitBytes(folder, page, compressAll(folder));
      const line = `first visit ${(bytes / 1024).toFixed(1)} KiB compressed, limit ${limitKibibytes} KiB`;
      if (bytes > limitKibibytes * 1024) this.error(line);
      else this.info(line);
    },
  };
}
