/** Seconds that run down to zero, as between two codes. */
import { onBeforeUnmount, ref } from 'vue';

export function useCountdown() {
  const seconds = ref(0);
  let timer: number | undefined;

  function start(from: number): void {
    stop();
    seconds.value = from;
    timer = window.setInterval(() => --seconds.value > 0 || stop(), 1_000);
  }

  function stop(): void {
    window.clearInterval(timer);
    seconds.value = 0;
  }

  onBeforeUnmount(stop);
  return { seconds, start };
}
