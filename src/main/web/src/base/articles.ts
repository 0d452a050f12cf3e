/** Articles kept on the phone: the last that were opened or shown, and those that somebody saved; each person's apart. */
import type { Item } from '../api';
import { owner } from './owner';
import { shelf } from './shelf';

const KEPT_LIMIT = 50;
const SAVED_LIMIT = 200;

export interface KeptItem {
  key: string;
  owner: string;
  item: Item;
  /** When it was last opened or shown, in milliseconds. */
  seenAt: number;
  /** When it was saved; 0 where it was not. */
  savedAt: number;
}

const items = shelf<KeptItem>('items');
const keyOf = (id: string) => `${owner.value}/${id}`;

/** Undefined where it is not here, or the browser keeps nothing. */
export const kept = (id: string): Promise<KeptItem | undefined> => items.get(keyOf(id)).catch(() => undefined);

/** This person's, the last seen first. */
export async function allKept(): Promise<KeptItem[]> {
  const mine = (await items.all().catch(() => [])).filter((one) => one.owner === owner.value);
  return mine.sort((a, b) => b.seenAt - a.seenAt);
}

export async function keep(item: Item): Promise<void> {
  const before = await kept(item.id);
  await put({ item, seenAt: Date.now(), savedAt: before?.savedAt ?? 0 });
}

/** Fails where the phone cannot keep it. */
export async function save(item: Item, saved: boolean): Promise<void> {
  const before = await kept(item.id);
  await put({ item, seenAt: before?.seenAt ?? Date.now(), savedAt: saved ? Date.now() : 0 });
}

/** As when it was withdrawn. */
export const drop = (id: string): Promise<unknown> => items.remove(keyOf(id)).catch(() => undefined);

/** What this person read leaves the phone with them; what they saved waits for them, or goes as well. */
export async function leave(savedToo: boolean): Promise<void> {
  const mine = await allKept();
  await Promise.all(mine.filter((one) => savedToo || one.savedAt === 0).map((one) => items.remove(one.key)));
}

async function put(one: Pick<KeptItem, 'item' | 'seenAt' | 'savedAt'>): Promise<void> {
  await items.put({ key: keyOf(one.item.id), owner: owner.value, ...one });
  const mine = await allKept();
  const passing = mine.filter(({ savedAt }) => savedAt === 0).slice(KEPT_LIMIT);
  const saved = mine.filter(({ savedAt }) => savedAt > 0).sort((a, b) => b.savedAt - a.savedAt).slice(SAVED_LIMIT);
  await Promise.all([...passing, ...saved].map(({ key }) => items.remove(key)));
}
