/** An item to read: from the server, which says what is true now, else from the phone. */
import { ref } from 'vue';
import { api, type Item } from '../api';
import { drop, keep, kept } from '../base/articles';
import { ApiFailure, ITEM_WITHDRAWN } from '../base/failure';
import { useLoad } from './useLoad';

export function useKeptItem(id: string) {
  /** When it was put on the phone, RFC 3339; empty while it is news. */
  const keptAt = ref('');

  async function read(): Promise<Item> {
    try {
      const item = await api.item(id);
      keptAt.value = '';
      void keep(item).catch(() => undefined);
      return item;
    } catch (thrown) {
      return recall(thrown);
    }
  }

  async function recall(thrown: unknown): Promise<Item> {
    if (!(thrown instanceof ApiFailure)) throw thrown;
    if (thrown.type === ITEM_WITHDRAWN) await drop(id);
    const before = thrown.passing ? await kept(id) : undefined;
    if (!before) throw thrown;
    keptAt.value = new Date(before.seenAt).toISOString();
    return before.item;
  }

  return { ...useLoad(read), keptAt };
}
