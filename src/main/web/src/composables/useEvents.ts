/** What people do, queued on the phone until the server has it; staff only preview and are not counted. */
import { api, type ActivityEvent } from '../api';
import { Backoff } from '../base/backoff';
import { ApiFailure } from '../base/failure';
import { newId } from '../base/ids';
import { session } from '../base/session';
import { kept } from '../base/storage';
import { DAY_MILLIS } from '../base/time';

const KEY = 'kepu.events';
const QUEUE_LIMIT = 500;
const BATCH_LIMIT = 100;
const GATHER_MILLIS = 2_000;
const STALE_MILLIS = 7 * DAY_MILLIS;
const GUEST = 'guest';

interface Queued {
  who: string;
  event: ActivityEvent;
}

const backoff = new Backoff(2_000, 120_000);
let waiting: number | undefined;
let sending: Promise<void> | null = null;

export function useEvents() {
  return { record, flush };
}

/** Queues one event of this moment. */
function record(event: Omit<ActivityEvent, 'id' | 'at'>): void {
  const role = session.value?.role;
  if (role && role !== 'resident') return;
  const queued: Queued = { who: who(), event: { id: newId(), at: new Date().toISOString(), ...event } };
  write([...queue(), queued]);
  later(GATHER_MILLIS);
}

/** Sends what is queued now, as when the page closes. */
function flush(): Promise<void> {
  window.clearTimeout(waiting);
  waiting = undefined;
  sending ??= send().finally(() => (sending = null));
  return sending;
}

async function send(): Promise<void> {
  const mine = who();
  try {
    while (await sendOne(GUEST));
    while (who() === mine && (await sendOne(mine)));
    backoff.reset();
  } catch (failure) {
    const told = failure instanceof ApiFailure ? failure.retryAfterMillis : 0;
    later(Math.max(backoff.nextMillis(), told));
  }
}

/** Sends one batch of a person, or of the guest before the login; false when there was none. */
async function sendOne(whose: string): Promise<boolean> {
  const batch = queue().filter((queued) => queued.who === whose).slice(0, BATCH_LIMIT);
  if (batch.length === 0) return false;
  try {
    await api.events(batch.map((queued) => queued.event), whose === GUEST);
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || failure.passing || failure.status === 401) throw failure;
  }
  drop(batch);
  return true;
}

function later(millis: number): void {
  if (waiting !== undefined) return;
  waiting = window.setTimeout(() => void flush(), millis);
}

function drop(batch: Queued[]): void {
  const sent = new Set(batch.map((queued) => queued.event.id));
  write(queue().filter((queued) => !sent.has(queued.event.id)));
}

const who = () => session.value?.who ?? GUEST;

function queue(): Queued[] {
  return kept.read<Queued[]>(KEY) ?? [];
}

function write(queued: Queued[]): void {
  const oldest = Date.now() - STALE_MILLIS;
  kept.write(KEY, queued.filter(({ event }) => Date.parse(event.at) > oldest).slice(-QUEUE_LIMIT));
}

document.addEventListener('visibilitychange', () => void (document.hidden && flush()));
window.addEventListener('online', () => void flush());
later(GATHER_MILLIS);
