/** Loads the app anew by itself where a part of it is gone from the server, at most once in a while, and only if there is a server. */
import { tabKept } from './storage';

const KEY = 'kepu.anew';
const AGAIN_MILLIS = 60_000;

/** On that page of the app; false where it did not, or would not help. */
export async function loadedAnew(path: string): Promise<boolean> {
  if (Date.now() - (tabKept.read<number>(KEY) ?? 0) < AGAIN_MILLIS) return false;
  const there = await fetch('/', { method: 'HEAD', cache: 'no-store' }).then((answer) => answer.ok, () => false);
  if (!there) return false;
  tabKept.write(KEY, Date.now());
  window.history.replaceState(null, '', `#${path}`);
  window.location.reload();
  return true;
}
