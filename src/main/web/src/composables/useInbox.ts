/** The publications for this person, new on top, kept true by what the live line brings. */
import { computed, ref, shallowRef } from 'vue';
import { api, type Inbox, type InboxEntry } from '../api';
import { keepAnswer, keptAnswer } from '../base/answers';
import { sentence } from '../base/failure';
import { session } from '../base/session';
import { useBulletins } from './useBulletins';
import { useReceipts } from './useReceipts';

const PAGE_SIZE = 20;
const KEPT = 'inbox';

const entries = shallowRef<InboxEntry[]>([]);
const unread = ref(0);
const next = ref<string | undefined>();
const loading = ref(false);
const loaded = ref(false);
const failure = ref('');
const fresh = shallowRef<ReadonlySet<string>>(new Set());
const receipts = useReceipts();

export function useInbox() {
  const hasMore = computed(() => next.value !== undefined);
  return { entries, unread, fresh, loading, loaded, failure, hasMore, load, more, arrive, cancel, markRead, clear };
}

/** Reads the first page again and gives the offset from which the live line goes on. */
async function load(): Promise<string> {
  loading.value = true;
  failure.value = '';
  try {
    const who = session.value?.who;
    const inbox = await api.inbox({ size: PAGE_SIZE });
    if (session.value?.who !== who) throw new Error('the person changed meanwhile');
    show(inbox);
    void keepAnswer(KEPT, inbox);
    acknowledge(inbox.publications);
    return inbox.offset;
  } catch (thrown) {
    failure.value = sentence(thrown);
    if (!loaded.value) await recall();
    throw thrown;
  } finally {
    loading.value = false;
  }
}

function show(inbox: Inbox): void {
  useBulletins().replace(inbox.bulletins);
  entries.value = inbox.publications;
  unread.value = inbox.unread;
  next.value = inbox.next;
  loaded.value = true;
}

/** What had come before the line broke, warnings that still stand among it. */
async function recall(): Promise<void> {
  const who = session.value?.who;
  const kept = await keptAnswer<Inbox>(KEPT);
  if (kept && session.value?.who === who && !loaded.value) show(kept.value);
}

async function more(): Promise<void> {
  if (!next.value || loading.value) return;
  loading.value = true;
  failure.value = '';
  try {
    const inbox = await api.inbox({ size: PAGE_SIZE, cursor: next.value });
    const known = new Set(entries.value.map((entry) => entry.id));
    entries.value = [...entries.value, ...inbox.publications.filter((entry) => !known.has(entry.id))];
    next.value = inbox.next;
    acknowledge(inbox.publications);
  } catch (thrown) {
    failure.value = sentence(thrown);
  } finally {
    loading.value = false;
  }
}

/** Takes in what came over the live line; false when it was here already. */
function arrive(entry: InboxEntry): boolean {
  if (entries.value.some((known) => known.id === entry.id)) return false;
  entries.value = [entry, ...entries.value];
  fresh.value = new Set([...fresh.value, entry.id]);
  if (!entry.read) unread.value++;
  receipts.delivered([entry.id]);
  return true;
}

function cancel(id: string): void {
  const gone = entries.value.find((entry) => entry.id === id);
  if (!gone) return;
  entries.value = entries.value.filter((entry) => entry.id !== id);
  if (!gone.read) unread.value = Math.max(0, unread.value - 1);
}

function markRead(id: string): void {
  const entry = entries.value.find((known) => known.id === id);
  if (entry?.read) return;
  if (entry) {
    entries.value = entries.value.map((known) => (known.id === id ? { ...known, read: true } : known));
    unread.value = Math.max(0, unread.value - 1);
  }
  receipts.read(id);
}

function clear(): void {
  entries.value = [];
  unread.value = 0;
  next.value = undefined;
  loaded.value = false;
  fresh.value = new Set();
}

function acknowledge(publications: InboxEntry[]): void {
  receipts.delivered(publications.filter((entry) => !entry.read).map((entry) => entry.id));
}
