/** Handing something on: by the phone's own sharing, else by copying it. */
export interface Shared {
  title: string;
  text: string;
  url?: string;
}

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
