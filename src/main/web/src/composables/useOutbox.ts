/**
 * Face-to-face services on their way: each is on the phone before it is sent, goes with one Idempotency-Key however often it is tried, and leaves
 * when the server has it. What the server refuses stays with its reason until the person puts it away.
 */
import { computed, ref, shallowRef, watch } from 'vue';
import { api, type Service, type ServiceRequest } from '../api';
import { Backoff } from '../base/backoff';
import { ApiFailure, sentence } from '../base/failure';
import { newId } from '../base/ids';
import { owner } from '../base/owner';
import { reached } from '../base/reach';
import { shelf } from '../base/shelf';

export interface Waiting {
  /** Its Idempotency-Key. */
  key: string;
  owner: string;
  service: ServiceRequest;
  /** Of the item. */
  title: string;
  /** When it was recorded, in milliseconds. */
  since: number;
  /** Why the server does not take it. */
  refused?: string;
}

const LOCK = 'kepu-outbox';

const services = shelf<Waiting>('outbox');
const all = shallowRef<Waiting[]>([]);
const waiting = computed(() => all.value.filter((one) => one.owner === owner.value).sort((a, b) => a.since - b.since));
/** Grows with each service that the server took. */
const sent = ref(0);
const backoff = new Backoff(5_000, 300_000);
let timer: number | undefined;
let flushing: Promise<void> | null = null;

export function useOutbox() {
  return { waiting, sent, record, flush, discard };
}

/** Gives the service when the server has it, null when it waits for the line; fails with what the server has against it. */
async function record(service: ServiceRequest, title: string): Promise<Service | null> {
  const entry: Waiting = { key: newId(), owner: owner.value, service, title, since: Date.now() };
  const kept = await services.put(entry).then(() => true, () => false);
  try {
    return await deliver(entry);
  } catch (thrown) {
    if (!kept || !waits(thrown)) {
      await services.remove(entry.key).catch(() => undefined);
      throw thrown;
    }
    await read();
    later();
    return null;
  }
}

/** Sends what waits, the oldest first, in one tab at a time. */
function flush(): Promise<void> {
  flushing ??= alone(sendAll).finally(() => (flushing = null));
  return flushing;
}

async function discard(key: string): Promise<void> {
  await services.remove(key);
  await read();
}

async function sendAll(): Promise<void> {
  await read();
  for (const entry of waiting.value.filter((one) => !one.refused)) {
    if (entry.owner !== owner.value) return;
    try {
      await deliver(entry);
    } catch (thrown) {
      if (waits(thrown)) return later();
      await services.put({ ...entry, refused: sentence(thrown) });
    }
  }
  await read();
}

async function deliver(entry: Waiting): Promise<Service> {
  const service = await api.recordService(entry.service, entry.key);
  await services.remove(entry.key).catch(() => undefined);
  backoff.reset();
  await read();
  sent.value++;
  return service;
}

/** No line, a busy server, or a login that is over: the same call works later. */
const waits = (thrown: unknown) => thrown instanceof ApiFailure && (thrown.passing || thrown.status === 401);

function later(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void flush(), backoff.nextMillis());
}

async function read(): Promise<void> {
  all.value = await services.all().catch(() => []);
}

/** Two tabs that send the same would do no harm, for the key is the same; it would only cost. */
async function alone(act: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return act();
  await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}

watch(owner, () => void flush(), { immediate: true });
watch(reached, (up) => void (up && flush()));
document.addEventListener('visibilitychange', () => void (document.hidden || flush()));
