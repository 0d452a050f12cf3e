/** The live line: one event stream per tab while someone is logged in and looking, resumed where it broke off. */
import { shallowRef, watch } from 'vue';
import type { InboxEntry, ShownBulletin } from '../api';
import { Backoff } from '../base/backoff';
import { refreshed, session, type Login } from '../base/session';
import { readEvents, type SseMessage } from '../base/sse';
import { useBulletins } from './useBulletins';
import { useInbox } from './useInbox';

const HIDDEN_LIMIT_MILLIS = 5 * 60_000;
const SILENCE_LIMIT_MILLIS = 60_000;

const inbox = useInbox();
const bulletins = useBulletins();
const backoff = new Backoff(1_000, 30_000);

/** The publication that has just come, until it is opened or put away. */
const arrival = shallowRef<InboxEntry | null>(null);

/** Publications that this person sent and need not be told about. */
const own = new Set<string>();

let line: AbortController | null = null;
let offset: string | null = null;
let retry: number | undefined;
/** The wait that the server asked for when it ended the line. */
let asked: number | null = null;
let sleep: number | undefined;

export function useLive() {
  return { arrival, reload, quiet };
}

/** Follows the login of this tab for as long as the page lives. */
export function startLive(): void {
  watch(() => session.value?.who, changePerson, { immediate: true });
  document.addEventListener('visibilitychange', changeVisibility);
  window.addEventListener('online', wake);
}

/** Reads the inbox again, as the person asks for it, and goes on from there. */
async function reload(): Promise<void> {
  stop();
  offset = null;
  await open();
}

/** No banner and no unread mark for this publication, whether it has come already or not. */
function quiet(id: string): void {
  own.add(id);
  inbox.markRead(id);
  if (arrival.value?.id === id) arrival.value = null;
}

function changePerson(): void {
  stop();
  offset = null;
  arrival.value = null;
  inbox.clear();
  bulletins.clear();
  backoff.reset();
  void open();
}

function changeVisibility(): void {
  window.clearTimeout(sleep);
  if (document.hidden) sleep = window.setTimeout(stop, HIDDEN_LIMIT_MILLIS);
  else wake();
}

function wake(): void {
  if (line || document.hidden) return;
  backoff.reset();
  void open();
}

function stop(): void {
  window.clearTimeout(retry);
  line?.abort();
  line = null;
}

async function open(): Promise<void> {
  const login = session.value;
  if (line || !login || !receives(login)) return;
  const mine = (line = new AbortController());
  window.clearTimeout(retry);
  try {
    offset ??= await inbox.load();
    if (line === mine) await follow(login, mine);
  } catch {
    /* whatever broke the line, it is opened again */
  }
  if (line !== mine) return;
  line = null;
  mine.abort();
  retry = window.setTimeout(() => void open(), asked ?? backoff.nextMillis());
  asked = null;
}

async function follow(login: Login, mine: AbortController): Promise<void> {
  const response = await connect(login.token, mine.signal);
  if (response.status === 401) {
    await refreshed(login.token);
    return;
  }
  if (!response.ok || !response.body) return;
  let silence = window.setTimeout(() => mine.abort(), SILENCE_LIMIT_MILLIS);
  try {
    await readEvents(response.body, {
      message: (message) => line === mine && take(message),
      sign: () => {
        window.clearTimeout(silence);
        silence = window.setTimeout(() => mine.abort(), SILENCE_LIMIT_MILLIS);
      },
      retry: (millis) => (asked = millis),
    });
  } finally {
    window.clearTimeout(silence);
  }
}

function connect(token: string, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
  if (offset) headers['Last-Event-ID'] = offset;
  return fetch('/v1/stream', { headers, signal, cache: 'no-store' });
}

function take(message: SseMessage): void {
  if (message.event === 'hello') greet(JSON.parse(message.data) as { bulletins?: string[]; now?: string });
  if (message.event === 'bulletin') bulletins.arrive(JSON.parse(message.data) as ShownBulletin);
  if (message.event === 'bulletin-cancel') bulletins.cancel((JSON.parse(message.data) as { id: string }).id);
  if (message.event === 'publication') publish(JSON.parse(message.data) as InboxEntry);
  if (message.event === 'digest') (JSON.parse(message.data) as { publications: InboxEntry[] }).publications.forEach(publish);
  if (message.event === 'cancel') withdraw((JSON.parse(message.data) as { id: string }).id);
  if (message.event === 'reset') void reload();
  else if (message.id) offset = message.id;
}

function greet(hello: { bulletins?: string[]; now?: string }): void {
  backoff.reset();
  bulletins.keep(hello.bulletins ?? [], hello.now);
}

function publish(entry: InboxEntry): void {
  const mine = own.has(entry.id);
  if (inbox.arrive(mine ? { ...entry, read: true } : entry) && !mine) arrival.value = entry;
}

function withdraw(id: string): void {
  inbox.cancel(id);
  if (arrival.value?.id === id) arrival.value = null;
}

const receives = (login: Login) => login.role === 'resident' || login.role === 'disseminator';
