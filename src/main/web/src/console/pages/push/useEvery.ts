/** Does something again and again while the page is open and looked at; never twice at once. */
import { onBeforeUnmount, onMounted } from 'vue';

export function useEvery(millis: number, again: () => Promise<unknown>): void {
  let timer: number | undefined;
  let open = false;

  function later(): void {
    window.clearTimeout(timer);
    if (open && !document.hidden) timer = window.setTimeout(() => void again().finally(later), millis);
  }

  onMounted(() => {
    open = true;
    document.addEventListener('visibilitychange', later);
    later();
  });
  onBeforeUnmount(() => {
    open = false;
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', later);
  });
}
