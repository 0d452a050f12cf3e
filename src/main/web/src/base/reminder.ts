/** What this browser remembers of its Web Push subscription, and taps on notifications while the app is open. */
import { kept } from './storage';

const KEY = 'kepu.reminder';

export interface Reminder {
  /** The subscription's id on the server. */
  id: string;
  endpoint: string;
}

export const reminder = {
  read: () => kept.read<Reminder>(KEY),
  write: (value: Reminder | null) => kept.write(KEY, value),
};

/** Calls back with the page that the service worker says to open. */
export function onNotificationTap(open: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<{ open?: unknown } | null>) => {
    const path = event.data?.open;
    if (typeof path === 'string' && /^\/(item|inbox)(\/|$)/.test(path)) open(path);
  });
}
