/** Something read for what is asked at the moment: read again when that changes; an answer that comes too late is left. */
import { ref, shallowRef, watch } from 'vue';
import { sentence } from '../../../base/failure';

export function useLatest<K, T>(asked: () => K, read: (asked: K) => Promise<T>) {
  const value = shallowRef<T | null>(null);
  const loading = ref(false);
  const failure = ref('');
  let turn = 0;

  async function load(): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    failure.value = '';
    try {
      const answer = await read(asked());
      if (mine === turn) value.value = answer;
    } catch (thrown) {
      if (mine === turn) failure.value = sentence(thrown);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  watch(
    () => JSON.stringify(asked()),
    () => {
      value.value = null;
      void load();
    },
    { immediate: true },
  );

  return { value, loading, failure, load };
}
