/** Times as people in China say them, always in Beijing time whatever the phone is set to. */

/** How far Beijing's clock is ahead of UTC. */
export const BEIJING_MILLIS = 8 * 3600_000;
export const DAY_MILLIS = 24 * 3600_000;

const beijing = (millis: number) => new Date(millis + BEIJING_MILLIS);
const dayNumber = (millis: number) => Math.floor((millis + BEIJING_MILLIS) / DAY_MILLIS);
const two = (n: number) => String(n).padStart(2, '0');

/** 今天 09:30, 昨天 18:05, 11月3日, 2025年11月3日. */
export function spoken(time: string, nowMillis = Date.now()): string {
  const millis = Date.parse(time);
  if (Number.isNaN(millis)) return '';
  const at = beijing(millis);
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const daysAgo = dayNumber(nowMillis) - dayNumber(millis);
  if (daysAgo === 0) return `今天 ${clock}`;
  if (daysAgo === 1) return `昨天 ${clock}`;
  return day(at, nowMillis);
}

/** The day and the clock, whenever it is: 今天 09:30, 11月3日 09:30. */
export function spokenMoment(time: string, nowMillis = Date.now()): string {
  const millis = Date.parse(time);
  if (Number.isNaN(millis)) return '';
  const at = beijing(millis);
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  return `${dayNumber(nowMillis) === dayNumber(millis) ? '今天' : day(at, nowMillis)} ${clock}`;
}

/** The day alone: 今天, 昨天, 11月3日, 2025年11月3日. */
export function spokenDay(time: string, nowMillis = Date.now()): string {
  const millis = Date.parse(time.length === 10 ? `${time}T00:00:00+08:00` : time);
  if (Number.isNaN(millis)) return '';
  const daysAgo = dayNumber(nowMillis) - dayNumber(millis);
  if (daysAgo === 0) return '今天';
  if (daysAgo === 1) return '昨天';
  return day(beijing(millis), nowMillis);
}

/** The day as a record has it: 2026-11-22. */
export function writtenDay(time: string): string {
  const millis = Date.parse(time);
  return Number.isNaN(millis) ? '' : beijing(millis).toISOString().slice(0, 10);
}

/** Now as a `datetime-local` input wants it. */
export function localNow(nowMillis = Date.now()): string {
  return beijing(nowMillis).toISOString().slice(0, 16);
}

/** What a `datetime-local` input holds, as RFC 3339 with offset. */
export function withOffset(local: string): string {
  return `${local.slice(0, 16)}:00+08:00`;
}

function day(at: Date, nowMillis: number): string {
  const year = at.getUTCFullYear() === beijing(nowMillis).getUTCFullYear() ? '' : `${at.getUTCFullYear()}年`;
  return `${year}${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
}
