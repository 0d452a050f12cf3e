/** One short sentence at the foot of the page that goes away by itself. */
import { ref } from 'vue';

const SHOWN_MILLIS = 3_500;

const notice = ref('');
let timer: number | undefined;

export function useNotice() {
  return { notice, tell };
}

function tell(text: string): void {
  window.clearTimeout(timer);
  notice.value = text;
  timer = window.setTimeout(() => (notice.value = ''), SHOWN_MILLIS);
}
