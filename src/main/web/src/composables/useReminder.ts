/** 有新内容时提醒我: Web Push on this browser, asked for by a tap only, ended here and on the server. */
import { ref } from 'vue';
import { api } from '../api';
import { sentence } from '../base/failure';
import { reminder } from '../base/reminder';

/** In `tab` is a page of an iPhone or iPad, which lets only what is on the home screen remind. */
export type ReminderState = 'looking' | 'unsupported' | 'tab' | 'insecure' | 'refused' | 'off' | 'on';

const WORKER = '/worker.js';
/** A browser whose push service cannot be reached, as often in China, may try for ever. */
const SUBSCRIBE_LIMIT_MILLIS = 20_000;
const NO_SERVICE = '这个浏览器的通知服务连不上，没有打开成功。可以过一会儿再试，或换一个浏览器；打开智慧科普时仍会马上看到新消息。';

const state = ref<ReminderState>('looking');
const busy = ref(false);
const failure = ref('');

class NoService extends Error {}

export function useReminder() {
  return { state, busy, failure, look, choose };
}

/** Reads how things stand: what the browser allows, and whether both sides know of this browser. */
async function look(): Promise<void> {
  state.value = obstacle() ?? ((await isOn().catch(() => false)) ? 'on' : 'off');
}

/** Has to be called by a tap: some browsers ask for permission only then. */
async function choose(on: boolean): Promise<void> {
  busy.value = true;
  failure.value = '';
  try {
    await (on ? begin() : leave());
  } catch (thrown) {
    failure.value = thrown instanceof NoService ? NO_SERVICE : sentence(thrown);
  } finally {
    busy.value = false;
    await look();
  }
}

/** Tells the server the address that the browser gave anew, as browsers do from time to time. */
export async function renew(): Promise<void> {
  const known = reminder.read();
  const subscription = await subscribed();
  if (known && subscription && subscription.endpoint !== known.endpoint) await hand(subscription);
}

/** Ends it on both sides; what the server cannot be told now, the push service tells it at the next push. */
export async function leave(): Promise<void> {
  const known = reminder.read();
  const telling = known ? api.unsubscribeBrowser(known.id).catch(() => undefined) : undefined;
  await dropHere();
  await telling;
}

export async function dropHere(): Promise<void> {
  reminder.write(null);
  await (await subscribed())?.unsubscribe();
}

function obstacle(): ReminderState | null {
  if (!window.isSecureContext) return 'insecure';
  if (!isAble()) return 'standalone' in navigator && navigator.standalone === false ? 'tab' : 'unsupported';
  return Notification.permission === 'denied' ? 'refused' : null;
}

const isAble = () => window.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function isOn(): Promise<boolean> {
  const known = reminder.read();
  if (!known || !(await subscribed())) return false;
  const { browsers } = await api.browsers();
  return browsers.some((browser) => browser.id === known.id);
}

async function subscribed(): Promise<PushSubscription | null> {
  if (!isAble()) return null;
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

async function begin(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const [{ applicationServerKey }, registration] = await Promise.all([api.browsers(), ready()]);
  const subscription = await subscribe(registration, bytes(applicationServerKey));
  try {
    await hand(subscription);
  } catch (thrown) {
    await subscription.unsubscribe();
    throw thrown;
  }
}

async function ready(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(WORKER);
  return navigator.serviceWorker.ready;
}

async function hand(subscription: PushSubscription): Promise<void> {
  const { id } = await api.subscribeBrowser(subscription.toJSON());
  reminder.write({ id, endpoint: subscription.endpoint });
}

async function subscribe(registration: ServiceWorkerRegistration, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  // one that was made for another key, of a server set up anew, stands in the way
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const limit = new Promise<never>((_, refuse) => window.setTimeout(() => refuse(new NoService()), SUBSCRIBE_LIMIT_MILLIS));
  const asked = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  return Promise.race([asked, limit]).catch(() => {
    throw new NoService();
  });
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = window.atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
