/** Titles of items, asked for once each. */
import { reactive } from 'vue';
import * as api from './api';

const titles = reactive(new Map<string, string>());

/** The title, once it is known; the id until then. */
export function titleOf(id: string): string {
  const known = titles.get(id);
  if (known !== undefined) return known;
  queueMicrotask(() => void ask(id));
  return id;
}

async function ask(id: string): Promise<void> {
  if (titles.has(id)) return;
  titles.set(id, id);
  const found = await api.item(id).catch(() => null);
  titles.set(id, found?.title ?? `${id}（已经撤下）`);
}
