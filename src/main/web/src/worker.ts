/** The service worker: keeps the app on the phone so that it opens without a line, shows what was pushed while it was closed, and opens it when tapped. */
import { answer, discardOld, fill } from './worker/shell';
import { openTapped, showPushed } from './worker/told';

declare const self: ServiceWorkerGlobalScope;

// the pages of the edition before go on with it until they are closed, or until the person lets this one take over
self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(discardOld().then(() => self.clients.claim())));
self.addEventListener('message', (event) => void (event.data === 'take over' && self.skipWaiting()));
self.addEventListener('fetch', (event) => {
  const found = answer(event.request);
  if (found) event.respondWith(found);
});
self.addEventListener('push', (event) => event.waitUntil(showPushed(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(openTapped(event.notification)));
