/** 小朋友看: whether this phone shows only what is written for children, in large print and with few controls. Kept on the phone alone. */
import { ref } from 'vue';
import { kept } from './storage';

const KEY = 'kepu.simple';

export const simple = ref(kept.read<boolean>(KEY) === true);

export function chooseSimple(on: boolean): void {
  simple.value = on;
  kept.write(KEY, on);
}

/** What is asked of the server for these readers. */
export const readers = (): { readers?: 'children' } => (simple.value ? { readers: 'children' } : {});
