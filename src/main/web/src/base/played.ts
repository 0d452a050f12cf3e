/** How far each video or sound was played on this phone, in seconds; the last few only, and gone with the logout. */
import { kept } from './storage';

const KEY = 'kepu.played';
const LIMIT = 50;
/** So near the beginning or the end nobody wants to go on. */
const EDGE_SECONDS = 8;
const STEP_SECONDS = 3;

/** Where to go on; 0 for the start. */
export function playedTo(item: string, length: number): number {
  const seconds = all().find(([id]) => id === item)?.[1] ?? 0;
  return seconds > EDGE_SECONDS && seconds < length - EDGE_SECONDS ? seconds : 0;
}

export function remember(item: string, seconds: number): void {
  const before = all().find(([id]) => id === item)?.[1] ?? -STEP_SECONDS;
  if (Math.abs(seconds - before) < STEP_SECONDS) return;
  kept.write(KEY, [...all().filter(([id]) => id !== item), [item, Math.round(seconds)]].slice(-LIMIT));
}

export const forgetPlayed = () => kept.write(KEY, null);

const all = () => kept.read<[string, number][]>(KEY) ?? [];
