/** Brings the outcome of a form below the head of the page, and has a screen reader go on there. */
import { nextTick, type Ref } from 'vue';

export async function reveal(place: Ref<HTMLElement | undefined>): Promise<void> {
  await nextTick();
  place.value?.focus({ preventScroll: true });
  place.value?.scrollIntoView({ block: 'start' });
}
