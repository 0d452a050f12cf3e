/** What a person does by a tap: busy while the call runs, and where it failed the sentence that says so beside the button. */
import { ref } from 'vue';
import { sentence } from '../base/failure';

export function useAttempt() {
  const busy = ref(false);
  const failure = ref('');

  /** Whether it worked. */
  async function attempt(deed: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    failure.value = '';
    try {
      await deed();
      return true;
    } catch (thrown) {
      failure.value = sentence(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, attempt };
}
