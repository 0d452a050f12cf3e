/** A field of a draft that is set at once, by itself: busy while the call runs, and said when it is done. */
import { ElMessage } from 'element-plus';
import { ref } from 'vue';

export function useAttach<F>(attach: (fields: F) => Promise<boolean>) {
  const busy = ref(false);

  /** Null when it was refused, which the page tells. */
  async function set(fields: F, done: string): Promise<true | null> {
    busy.value = true;
    const held = await attach(fields);
    busy.value = false;
    if (held) ElMessage({ type: 'success', message: done });
    return held || null;
  }

  return { busy, set };
}
