/** That a bulletin was received, and that its reader knows: kept until the server has it, and spread over seconds so that a city does not answer at once. */
import { api, type BulletinReceipt } from '../api';
import { Backoff } from '../base/backoff';
import { ApiFailure } from '../base/failure';
import { session } from '../base/session';
import { kept } from '../base/storage';

const PENDING_KEY = 'kepu.bulletin-receipts';
const TOLD_KEY = 'kepu.bulletins-received';
const LIMIT = 200;
const SPREAD_MILLIS = 5_000;

interface Pending {
  who: string;
  id: string;
  state: BulletinReceipt;
}

const backoff = new Backoff(2_000, 60_000);
let waiting: number | undefined;
let sending = false;

export function useBulletinReceipts() {
  return { received, acknowledged };
}

function received(ids: string[]): void {
  const who = session.value?.who;
  if (!who || ids.length === 0) return;
  const told = kept.read<string[]>(TOLD_KEY) ?? [];
  const news = ids.filter((id) => !told.includes(`${who}/${id}`));
  if (news.length === 0) return;
  kept.write(TOLD_KEY, [...told, ...news.map((id) => `${who}/${id}`)].slice(-LIMIT));
  add(news.map((id) => ({ who, id, state: 'received' })), Math.random() * SPREAD_MILLIS);
}

/** It is told at once: people press at different times. */
function acknowledged(id: string): void {
  const who = session.value?.who;
  if (who) add([{ who, id, state: 'acknowledged' }], 0);
}

function add(news: Pending[], delayMillis: number): void {
  kept.write(PENDING_KEY, [...pending(), ...news].slice(-LIMIT));
  later(delayMillis);
}

function later(millis: number): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void send(), millis);
}

async function send(): Promise<void> {
  if (sending) return later(500);
  sending = true;
  try {
    while (await sendOne());
    backoff.reset();
  } catch {
    later(backoff.nextMillis());
  } finally {
    sending = false;
  }
}

async function sendOne(): Promise<boolean> {
  const who = session.value?.who;
  const next = pending().find((receipt) => receipt.who === who);
  if (!next) return false;
  try {
    await api.acknowledge(next.id, next.state);
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || failure.passing || failure.status === 401) throw failure;
  }
  kept.write(PENDING_KEY, pending().filter((one) => !(one.who === who && one.id === next.id && one.state === next.state)));
  return true;
}

const pending = () => kept.read<Pending[]>(PENDING_KEY) ?? [];

later(SPREAD_MILLIS);
