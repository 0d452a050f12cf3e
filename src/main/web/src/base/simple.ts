/** 小朋友看: whether this phone shows only what is written for children, in large print and with few controls. Kept on the phone alone. */
import { ref } from 'vue';
import { savedSimple, SIMPLE_KEY } from './saved';
import { kept } from './storage';

export const simple = ref(savedSimple());

export function chooseSimple(on: boolean): void {
  simple.value = on;
  kept.write(SIMPLE_KEY, on);
}

/** What is asked of the server for these readers. */
export const readers = (): { readers?: 'children' } => (simple.value ? { readers: 'children' } : {});
