/** A Vite plugin that writes `.br` and `.gz` beside each text asset and holds the first visit to its size limit. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|css|svg|json|txt|webmanifest)$/;
const SMALLEST_BYTES = 256;
const FIRST_VISIT_LIMIT_BYTES = 200 * 1024;

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

/** What index.html names is what the feed loads: the router imports the feed page statically. */
function firstVisitBytes(folder: string, sizes: Map<string, number>): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(?:assets\/)?([^"/]+)"/g)].map((match) => match[1] ?? '');
  return ['index.html', ...named].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
}

export function compress(): Plugin {
  return {
    name: 'kepu-compress',
    apply: 'build',
    writeBundle(options) {
      const folder = options.dir ?? 'dist';
      const bytes = firstVisitBytes(folder, compressAll(folder));
      const line = `first visit ${(bytes / 1024).toFixed(1)} KiB compressed, limit ${FIRST_VISIT_LIMIT_BYTES / 1024} KiB`;
      if (bytes > FIRST_VISIT_LIMIT_BYTES) this.error(line);
      else this.info(line);
    },
  };
}
