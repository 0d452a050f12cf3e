/**
 * Whether the server can be reached: what the phone says of its network, and what became of the last call. A phone with one bar says that
 * it has a network and still reaches nobody.
 */
import { ref } from 'vue';
import { Backoff } from './backoff';

const PROBE = '/manifest.webmanifest';

/** True until a call finds nobody, and again from the next answer on. */
export const reached = ref(navigator.onLine);

const backoff = new Backoff(2_000, 15_000);
let probing: number | undefined;

export function answered(): void {
  window.clearTimeout(probing);
  backoff.reset();
  reached.value = true;
}

export function missed(): void {
  reached.value = false;
  later();
}

function later(): void {
  window.clearTimeout(probing);
  probing = window.setTimeout(() => void probe(), backoff.nextMillis());
}

/** Asks for a few bytes; nobody looks at a hidden page. */
async function probe(): Promise<void> {
  if (document.hidden) return later();
  await fetch(PROBE, { method: 'HEAD', cache: 'no-store' }).then(answered, later);
}

window.addEventListener('online', () => void probe());
window.addEventListener('offline', missed);
