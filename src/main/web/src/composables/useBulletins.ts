/** The bulletins that stand for this person: above every feed and inbox, until they are cancelled, replaced or over. */
import { shallowRef, watch } from 'vue';
import type { Severity, ShownBulletin } from '../api';
import { session } from '../base/session';
import { kept } from '../base/storage';
import { DAY_MILLIS } from '../base/time';
import { useBulletinReceipts } from './useBulletinReceipts';

const KEY = 'kepu.acknowledged';
const KEPT_LIMIT = 200;
const LONGEST_TIMER_MILLIS = DAY_MILLIS;
const ORDER: Severity[] = ['red', 'orange', 'yellow', 'blue', 'none'];

const standing = shallowRef<ShownBulletin[]>([]);
const acknowledged = shallowRef<ReadonlySet<string>>(new Set());
/** What was taken down while this page lives: an answer that was on its way then does not bring it back. */
const gone = new Set<string>();
const receipts = useBulletinReceipts();
/** The server's clock less this phone's: a phone whose clock is wrong must not hide a warning. */
let skewMillis = 0;
let timer: number | undefined;

export function useBulletins() {
  return { standing, acknowledged, replace, keep, arrive, cancel, acknowledge, clear };
}

watch(
  () => session.value?.who,
  () => (acknowledged.value = new Set(known())),
  { immediate: true },
);

/** All that stands, as a feed or an inbox has it. */
function replace(bulletins: ShownBulletin[]): void {
  bulletins.filter((bulletin) => bulletin.acknowledged).forEach((bulletin) => remember(bulletin.id));
  show(bulletins.filter((bulletin) => !gone.has(bulletin.id)));
}

/** Of those shown only these stand; `now` is the server's time. */
function keep(ids: string[], now: string | undefined): void {
  const millis = Date.parse(now ?? '');
  if (!Number.isNaN(millis)) skewMillis = millis - Date.now();
  show(standing.value.filter((bulletin) => ids.includes(bulletin.id)));
}

function arrive(bulletin: ShownBulletin): void {
  gone.delete(bulletin.id);
  show([bulletin, ...standing.value.filter((known) => known.id !== bulletin.id)]);
}

function cancel(id: string): void {
  gone.add(id);
  show(standing.value.filter((bulletin) => bulletin.id !== id));
}

/** 我知道了. */
function acknowledge(id: string): void {
  remember(id);
  if (session.value?.role === 'resident') receipts.acknowledged(id);
}

function clear(): void {
  gone.clear();
  show([]);
}

function show(bulletins: ShownBulletin[]): void {
  const now = Date.now() + skewMillis;
  standing.value = bulletins
    .filter((bulletin) => Date.parse(bulletin.expiresAt) > now)
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.sentAt.localeCompare(a.sentAt));
  if (session.value?.role === 'resident') receipts.received(standing.value.map((bulletin) => bulletin.id));
  window.clearTimeout(timer);
  if (standing.value.length === 0) return;
  const next = Math.min(...standing.value.map((bulletin) => Date.parse(bulletin.expiresAt))) - now;
  timer = window.setTimeout(() => show(standing.value), Math.min(next + 50, LONGEST_TIMER_MILLIS));
}

function remember(id: string): void {
  if (acknowledged.value.has(id)) return;
  acknowledged.value = new Set([...acknowledged.value, id]);
  const all = kept.read<Record<string, string[]>>(KEY) ?? {};
  kept.write(KEY, { ...all, [who()]: [...acknowledged.value].slice(-KEPT_LIMIT) });
}

function who(): string {
  return session.value?.who ?? 'guest';
}

function known(): string[] {
  return (kept.read<Record<string, string[]>>(KEY) ?? {})[who()] ?? [];
}
