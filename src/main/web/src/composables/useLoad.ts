/** Something read from the server for a page: the value, whether it is being read, the sentence when it failed. */
import { ref, shallowRef } from 'vue';
import { ApiFailure, sentence } from '../base/failure';

export function useLoad<T>(read: () => Promise<T>) {
  const value = shallowRef<T | null>(null);
  const loading = ref(false);
  const failure = ref('');
  /** The stable type of the failure; empty when it is not the server's. */
  const type = ref('');

  async function load(): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    failure.value = '';
    try {
      value.value = await read();
    } catch (thrown) {
      failure.value = sentence(thrown);
      type.value = thrown instanceof ApiFailure ? thrown.type : '';
    } finally {
      loading.value = false;
    }
  }

  return { value, loading, failure, type, load };
}
