/**
 * The service worker, which keeps the app on the phone: fetched when the first page is done, and where a newer one waits, the person says when it
 * takes over; else it does at the next start.
 */
import { shallowRef } from 'vue';

const WORKER = '/worker.js';
const LOOK_MILLIS = 3600_000;

/** The newer app that waits. */
const fresh = shallowRef<ServiceWorker | null>(null);
let agreed = false;
let lookedAt = 0;

export function useUpdate() {
  return { fresh, start, takeOver };
}

async function start(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', changed);
  const registration = await navigator.serviceWorker.register(WORKER);
  lookedAt = Date.now();
  fresh.value = registration.waiting;
  registration.addEventListener('updatefound', () => follow(registration.installing));
  document.addEventListener('visibilitychange', () => look(registration));
}

function takeOver(): void {
  agreed = true;
  fresh.value?.postMessage('take over');
}

/** In a page that did not ask for it nothing happens: the parts of its edition stay at hand. */
function changed(): void {
  fresh.value = null;
  if (agreed) window.location.reload();
}

/** The first worker of all is no news. */
function follow(coming: ServiceWorker | null): void {
  coming?.addEventListener('statechange', () => {
    if (coming.state === 'installed' && navigator.serviceWorker.controller) fresh.value = coming;
  });
}

/** An app that is left open for days is asked now and then whether it is the newest. */
function look(registration: ServiceWorkerRegistration): void {
  if (document.hidden || Date.now() - lookedAt < LOOK_MILLIS) return;
  lookedAt = Date.now();
  void registration.update().catch(() => undefined);
}
