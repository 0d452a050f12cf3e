/** Fetches what the feed showed, one by one and without hurry, so that it can be read where there is no line. */
import { api } from '../api';
import { keep, kept } from '../base/articles';
import { reached } from '../base/reach';

const DELAY_MILLIS = 6_000;
const MOST_AT_ONCE = 10;

let timer: number | undefined;

/** The latest list counts. */
export function keepShown(ids: string[]): void {
  window.clearTimeout(timer);
  if (!saves()) timer = window.setTimeout(() => void fetchAll(ids.slice(-MOST_AT_ONCE)), DELAY_MILLIS);
}

async function fetchAll(ids: string[]): Promise<void> {
  for (const id of ids) {
    if (document.hidden || !reached.value) return;
    if (await kept(id)) continue;
    const done = await api.item(id).then(keep).then(() => true, () => false);
    if (!done) return;
  }
}

/** Whoever told the phone to save data pays for each byte. */
function saves(): boolean {
  return (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
