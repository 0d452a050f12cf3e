/** What was pushed while the app was closed: shown as a notification that opens the app when it is tapped. */
declare const self: ServiceWorkerGlobalScope;

/** What the server seals for this browser; `url` is a path of the app. A bulletin's words are shown as they are, also when it is over. */
interface Told {
  kind?: 'bulletin';
  event: 'published' | 'cancelled';
  tag: string;
  title: string;
  message: string;
  sender: string;
  url: string;
}

const APP = '智慧科普';
const INBOX = '/inbox';

export const showPushed = (data: PushMessageData | null) => show(read(data));

export function openTapped(notification: Notification): Promise<void> {
  notification.close();
  return open(pathOf(notification));
}

function read(data: PushMessageData | null): Told | null {
  try {
    return data ? (data.json() as Told) : null;
  } catch {
    return null;
  }
}

/** Browsers want every push shown, so what was taken back is said too, in the place of what it takes back. */
function show(told: Told | null): Promise<void> {
  if (!told) return self.registration.showNotification(APP, { body: '有新内容，点开查看。', lang: 'zh-CN', data: { path: INBOX } });
  if (told.kind === 'bulletin') return showBulletin(told);
  if (told.event === 'cancelled') {
    return self.registration.showNotification(APP, {
      body: `${told.sender}撤回了一条内容。`, lang: 'zh-CN', tag: told.tag, silent: true, data: { path: INBOX },
    });
  }
  return self.registration.showNotification(told.title, {
    body: [told.message, `${told.sender} 发来`].filter(Boolean).join('\n'), lang: 'zh-CN', tag: told.tag, data: { path: pageOf(told) },
  });
}

/** An emergency stays until somebody touches it, and rings again when there is news of it; its end takes its place without a sound. */
function showBulletin(told: Told): Promise<void> {
  const over = told.event === 'cancelled';
  const options: NotificationOptions & { renotify: boolean } = {
    body: [told.message, `${told.sender} 发布`].filter(Boolean).join('\n'), lang: 'zh-CN', tag: told.tag, data: { path: pageOf(told) },
    silent: over, renotify: !over, requireInteraction: !over,
  };
  return self.registration.showNotification(told.title, options);
}

/** The page of the item within the app; anything that leads elsewhere leads to the inbox. */
function pageOf(told: Told): string {
  const url = new URL(told.url, self.location.origin);
  const ours = url.origin === self.location.origin && url.pathname.startsWith('/item/');
  return ours ? `${url.pathname}?publication=${encodeURIComponent(told.tag)}` : INBOX;
}

function pathOf(notification: Notification): string {
  const path = (notification.data as { path?: unknown } | null)?.path;
  return typeof path === 'string' && path.startsWith('/') ? path : INBOX;
}

/** In the app where it is open, else in a new window. */
async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const app = windows.find((one) => new URL(one.url).pathname === '/');
  if (!app) {
    await self.clients.openWindow(`/#${path}`);
    return;
  }
  app.postMessage({ open: path });
  await app.focus();
}
