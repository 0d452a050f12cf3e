/** Receipts for publications (delivered, read), gathered into batches and kept until the server has them. */
import { api, type ReceiptState } from '../api';
import { Backoff } from '../base/backoff';
import { ApiFailure } from '../base/failure';
import { session } from '../base/session';
import { kept } from '../base/storage';

const PENDING_KEY = 'kepu.receipts';
const DELIVERED_KEY = 'kepu.delivered';
const PENDING_LIMIT = 300;
const DELIVERED_LIMIT = 500;
const BATCH_LIMIT = 100;
const GATHER_MILLIS = 300;

interface Receipt {
  who: string;
  id: string;
  state: ReceiptState;
}

const backoff = new Backoff();
let waiting: number | undefined;
let sending = false;

export function useReceipts() {
  return { delivered, read };
}

/** Each publication is reported once a login, however often the inbox is read. */
function delivered(ids: string[]): void {
  const who = session.value?.who;
  if (!who) return;
  const told = kept.read<string[]>(DELIVERED_KEY) ?? [];
  const news = ids.filter((id) => !told.includes(`${who}/${id}`));
  if (news.length === 0) return;
  kept.write(DELIVERED_KEY, [...told, ...news.map((id) => `${who}/${id}`)].slice(-DELIVERED_LIMIT));
  add(news.map((id) => ({ who, id, state: 'delivered' })));
}

function read(id: string): void {
  const who = session.value?.who;
  if (who) add([{ who, id, state: 'read' }]);
}

function add(receipts: Receipt[]): void {
  kept.write(PENDING_KEY, [...pending(), ...receipts].slice(-PENDING_LIMIT));
  later(GATHER_MILLIS);
}

function later(millis: number): void {
  if (waiting !== undefined) return;
  waiting = window.setTimeout(() => {
    waiting = undefined;
    void send();
  }, millis);
}

async function send(): Promise<void> {
  if (sending) return later(GATHER_MILLIS);
  sending = true;
  try {
    while (await sendOne('delivered'));
    while (await sendOne('read'));
    backoff.reset();
  } catch {
    later(backoff.nextMillis());
  } finally {
    sending = false;
  }
}

/** Sends one batch; false when there was none. */
async function sendOne(state: ReceiptState): Promise<boolean> {
  const who = session.value?.who;
  const batch = pending().filter((receipt) => receipt.who === who && receipt.state === state).slice(0, BATCH_LIMIT);
  if (batch.length === 0) return false;
  try {
    await api.receipts([...new Set(batch.map((receipt) => receipt.id))], state);
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || failure.passing || failure.status === 401) throw failure;
  }
  const ids = new Set(batch.map((receipt) => receipt.id));
  kept.write(PENDING_KEY, pending().filter((r) => !(r.who === who && r.state === state && ids.has(r.id))));
  return true;
}

const pending = () => kept.read<Receipt[]>(PENDING_KEY) ?? [];

later(GATHER_MILLIS);
