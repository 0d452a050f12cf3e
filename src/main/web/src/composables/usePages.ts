/** A list read page by page with a 加载更多 button. */
import { computed, ref, shallowRef } from 'vue';
import type { PageQuery } from '../api';
import { sentence } from '../base/failure';

const PAGE_SIZE = 20;

export interface Page<T> {
  rows: T[];
  next: string | undefined;
}

export function usePages<T>(read: (query: PageQuery) => Promise<Page<T>>) {
  const rows = shallowRef<T[]>([]);
  const next = ref<string | undefined>();
  const loaded = ref(false);
  const loading = ref(false);
  const failure = ref('');

  async function take(cursor: string | undefined): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    failure.value = '';
    try {
      const page = await read({ size: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) });
      rows.value = cursor === undefined ? page.rows : [...rows.value, ...page.rows];
      next.value = page.next;
      loaded.value = true;
    } catch (thrown) {
      failure.value = sentence(thrown);
    } finally {
      loading.value = false;
    }
  }

  return {
    rows,
    loaded,
    loading,
    failure,
    hasMore: computed(() => next.value !== undefined),
    first: () => take(undefined),
    more: () => (next.value === undefined ? Promise.resolve() : take(next.value)),
  };
}
