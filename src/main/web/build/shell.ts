/** A Vite plugin that tells the service worker of what parts the app is, and names the edition after all that is in them. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const WORKER = 'worker.js';

export function shell(): Plugin {
  return {
    name: 'kepu-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle[WORKER];
      if (worker?.type !== 'chunk') return this.error('there is no service worker');
      if (worker.imports.length > 0) return this.error(`the service worker shares parts with the app: ${worker.imports.join(', ')}`);
      const parts = Object.keys(bundle).filter((name) => name.startsWith('assets/')).sort();
      const page = bundle['index.html'];
      const edition = createHash('sha256').update(parts.join()).update(page?.type === 'asset' ? page.source : '');
      worker.code = worker.code
        .replaceAll('__PARTS__', JSON.stringify(parts.map((name) => `/${name}`)))
        .replaceAll('__EDITION__', JSON.stringify(edition.digest('hex').slice(0, 12)));
    },
  };
}
