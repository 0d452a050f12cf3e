/** 大家都看的: what a child may ask for instead of the list for children; for this login, until the tab is closed. */
import { computed, ref } from 'vue';
import { EVERYONE_KEY, savedEveryone } from './saved';
import { session } from './session';
import { tabKept } from './storage';

const chosenBy = ref(savedEveryone());

export const everyone = computed(() => session.value !== null && session.value.who === chosenBy.value);

export function chooseEveryone(on: boolean): void {
  chosenBy.value = on ? (session.value?.who ?? null) : null;
  tabKept.write(EVERYONE_KEY, chosenBy.value);
}
