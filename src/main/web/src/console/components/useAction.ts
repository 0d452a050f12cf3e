/** Something that staff do: runs the call once at a time and says that it worked, or the server's sentence. */
import { ElMessage } from 'element-plus';
import { ref } from 'vue';
import { sentence } from '../../base/failure';

const FAILURE_SHOWN_MILLIS = 8_000;

export function useAction() {
  const busy = ref(false);

  /** What the call gave; null when it failed, which was said then. `done` is the sentence to show, or how to say it. */
  async function run<T>(call: () => Promise<T>, done?: string | ((value: T) => string)): Promise<{ value: T } | null> {
    if (busy.value) return null;
    busy.value = true;
    try {
      const value = await call();
      const said = typeof done === 'function' ? done(value) : done;
      if (said) ElMessage({ type: 'success', message: said });
      return { value };
    } catch (thrown) {
      ElMessage({ type: 'error', message: sentence(thrown), duration: FAILURE_SHOWN_MILLIS, showClose: true });
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { busy, run };
}
