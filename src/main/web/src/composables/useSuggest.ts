/** Words to go on with while somebody types: asked for when they pause, and an older answer never takes the place of a newer one. */
import { onBeforeUnmount, shallowRef } from 'vue';
import { api } from '../api';
import { session } from '../base/session';
import { useGuestRegion } from './useGuestRegion';

const PAUSE_MILLIS = 150;

export function useSuggest() {
  const { region } = useGuestRegion();
  const suggestions = shallowRef<string[]>([]);
  let timer: number | undefined;
  let turn = 0;

  function typed(text: string): void {
    window.clearTimeout(timer);
    const mine = ++turn;
    if (text === '') suggestions.value = [];
    else timer = window.setTimeout(() => void ask(text, mine), PAUSE_MILLIS);
  }

  /** Without suggestions the search still works, so a failure is not told. */
  async function ask(text: string, mine: number): Promise<void> {
    const answer = await api.suggest(text, session.value ? undefined : region.value?.code).catch(() => null);
    if (mine === turn) suggestions.value = answer?.suggestions ?? [];
  }

  function clear(): void {
    window.clearTimeout(timer);
    turn++;
    suggestions.value = [];
  }

  onBeforeUnmount(clear);
  return { suggestions, typed, clear };
}
