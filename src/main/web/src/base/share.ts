/** Handing something on: by the phone's own sharing, else by copying it. */
export interface Shared {
  title: string;
  text: string;
  url?: string;
}

const KEEP_MILLIS = 10_000;

/** What became of it; `given up` when the person closed the phone's sheet. */
export type Handed = 'shared' | 'copied' | 'given up';

/** Has to be called by a tap. Where there is no sharing, `copied` goes to the clipboard. */
export async function hand(what: Shared, copied: string): Promise<Handed> {
  if (typeof navigator.share !== 'function') {
    await copy(copied);
    return 'copied';
  }
  try {
    await navigator.share(what);
    return 'shared';
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return 'given up';
    throw thrown;
  }
}

export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.appendChild(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copying was refused');
}

/** The address of a page of the app. */
export const pageUrl = (path: string) => `${window.location.origin}/#${path}`;

/** The page of an item for whoever is not in the app: chats show its title, summary and cover. */
export const shareUrl = (item: string) => `${window.location.origin}/s/${encodeURIComponent(item)}`;

/** By the phone's own sharing where that takes pictures; else it is kept as a file, `kept`. */
export async function handPicture(picture: Blob, name: string): Promise<Handed | 'kept'> {
  const file = new File([picture], name, { type: picture.type });
  const can = navigator as Navigator & { canShare?: (what: { files: File[] }) => boolean };
  if (!can.canShare?.({ files: [file] })) {
    keepFile(picture, name);
    return 'kept';
  }
  try {
    await navigator.share({ files: [file] });
    return 'shared';
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return 'given up';
    keepFile(picture, name);
    return 'kept';
  }
}

/** Into the folder of downloads. */
export function keepFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), KEEP_MILLIS);
}
