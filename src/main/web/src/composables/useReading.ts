/** What a person does with one open item: open at once, progress on leaving, finish at the end, each with the feed it came from. */
import { onBeforeUnmount } from 'vue';
import type { ActivityEvent, EventType } from '../api';
import { useEvents } from './useEvents';

export interface Origin {
  feed?: string;
  position?: number;
}

export type Reading = ReturnType<typeof useReading>;

export function useReading(item: string, origin: Origin) {
  const { record } = useEvents();
  let shownSince = document.hidden ? 0 : Date.now();
  let shownMillis = 0;
  let share = 0;
  let toldShare = 0;
  let finished = false;

  function tell(type: EventType, more: Partial<ActivityEvent> = {}): void {
    record({ type, item, ...origin, ...more });
  }

  /** How far the person is, from 0 to 1. */
  function reach(part: number): void {
    share = Math.max(share, Math.min(1, part));
  }

  function finish(): void {
    if (finished) return;
    finished = true;
    reach(1);
    tell('finish', { value: 1, millis: millis() });
  }

  function leave(): void {
    if (!finished && share > toldShare) {
      toldShare = share;
      tell('progress', { value: Math.round(share * 100) / 100, millis: millis() });
    }
  }

  function millis(): number {
    return shownMillis + (shownSince ? Date.now() - shownSince : 0);
  }

  function onVisibility(): void {
    if (document.hidden) leave();
    shownMillis = millis();
    shownSince = document.hidden ? 0 : Date.now();
  }

  document.addEventListener('visibilitychange', onVisibility, { capture: true });
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', onVisibility, { capture: true });
    leave();
  });
  tell('open');
  return { tell, reach, finish };
}
