/** Whether the phone has a network at all. */
import { ref } from 'vue';

const online = ref(navigator.onLine);
window.addEventListener('online', () => (online.value = true));
window.addEventListener('offline', () => (online.value = false));

export function useOnline() {
  return { online };
}
