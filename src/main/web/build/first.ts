/**
 * A Vite plugin that brings the first page to a slow line early: what main.ts leads to is one part, so that it comes in few requests, and
 * the part that asks for the first feed is named by index.html before all others and waits for none.
 */
import type { Plugin } from 'vite';

const ASKING = 'first';
const ASKING_FILES = /\/src\/base\/(firstFeed|saved|query|storage)\.ts$/;
const START = /\/src\/main\.ts$/;

interface Graph {
  getModuleInfo(id: string): { importers: string[] } | null;
}

/** Whether main.ts leads to a module by imports that are not put off. */
export function isInFirstPage(id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (START.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isInFirstPage(importer, graph, seen));
}

export const firstParts = [
  { name: ASKING, test: ASKING_FILES },
  { debugName: 'app', name: (id: string, graph: Graph) => (isInFirstPage(id, graph) ? 'app' : null) },
];

export function first(): Plugin {
  return {
    name: 'kepu-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const part = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === ASKING);
        if (part?.type !== 'chunk') throw new Error('nothing asks for the first feed');
        if (part.imports.length > 0) throw new Error(`what asks for the first feed waits for ${part.imports.join(', ')}`);
        const attrs = { type: 'module', async: true, crossorigin: true, fetchpriority: 'high', src: `/${part.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}
