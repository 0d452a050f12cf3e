/** Something read again and again while it goes on: the page shows how far it is without being asked. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useLoad } from '../../../composables/useLoad';

const EVERY_MILLIS = 1_500;

/** `goesOn` tells whether to read again; `ended` is called when it stopped going on while one looked. */
export function usePolled<T>(read: () => Promise<T>, goesOn: (value: T) => boolean, ended: (value: T) => void = () => undefined) {
  const loaded = useLoad(read);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  let wentOn = false;
  let askedAgain = false;

  /** Reads it now; what is being read already may answer an older question, so it is read once more then. */
  async function look(): Promise<void> {
    clearTimeout(timer);
    if (loaded.loading.value) {
      askedAgain = true;
      return;
    }
    do {
      askedAgain = false;
      await loaded.load();
    } while (askedAgain && !gone);
    if (gone) return;
    const value = loaded.value.value;
    const going = value !== null && goesOn(value);
    if (wentOn && !going && value !== null) ended(value);
    wentOn = going;
    if (going) timer = setTimeout(() => void look(), EVERY_MILLIS);
  }

  onMounted(look);
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });

  return { ...loaded, look };
}
