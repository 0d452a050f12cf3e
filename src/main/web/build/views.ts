/** What each view of a bundle, a page that is put off until it is opened, brings with it: its own part and all that part leads to. */
import { basename } from 'node:path';

interface File {
  type: string;
  fileName: string;
  isDynamicEntry?: boolean;
  facadeModuleId?: string | null;
  imports?: string[];
  viteMetadata?: { importedCss: Set<string> };
}

export type Bundle = Record<string, File>;

export interface View {
  /** Its source, as LibraryPage.vue. */
  view: string;
  /** Names without folders. */
  files: Set<string>;
}

export function viewFiles(bundle: Bundle): View[] {
  return Object.values(bundle)
    .filter((file) => file.isDynamicEntry === true && file.facadeModuleId?.endsWith('Page.vue') === true)
    .map((file) => ({ view: basename(file.facadeModuleId ?? ''), files: new Set([...closure(bundle, file.fileName)].map((name) => basename(name))) }));
}

function closure(bundle: Bundle, name: string, found = new Set<string>()): Set<string> {
  const file = bundle[name];
  if (!file || found.has(name)) return found;
  found.add(name);
  file.viteMetadata?.importedCss.forEach((sheet) => found.add(sheet));
  file.imports?.forEach((next) => closure(bundle, next, found));
  return found;
}
