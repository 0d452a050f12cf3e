/** Figures as people read them. What is not told because it is of few people is said the same everywhere. */
import { count } from '../../../base/words';
import { writtenDay } from '../../../base/time';
import type { Figure, Line, Overview } from './api';

export const UNTOLD = '不列';
const WAN = 10_000;

export const told = (figure: Figure): string => (figure.people === undefined ? UNTOLD : count(figure.people));

/** 12.3 万 where a whole number would be hard to read. */
export function round(people: number): string {
  if (people < 100 * WAN) return count(people);
  return `${(people / WAN).toFixed(1).replace(/\.0$/, '')} 万`;
}

export const percent = (share: number | undefined): string => (share === undefined ? '—' : `${(share * 100).toFixed(1)}%`);

export const ratio = (value: number | undefined): string => (value === undefined ? '—' : value.toFixed(2));

/** How many percentage points two shares differ by. */
export function gap(one: Line | undefined, other: Line | undefined): number | undefined {
  return one?.share === undefined || other?.share === undefined ? undefined : (one.share - other.share) * 100;
}

export const LEVEL: Record<string, string> = { country: '全国', province: '省', city: '市', county: '县（区）', town: '乡镇（街道）', village: '村（社区）' };

/** Whether a month of the year that is told of has not begun. */
export const isToCome = (overview: Overview, month: number): boolean => `${overview.year}-${String(month).padStart(2, '0')}` > writtenDay(overview.asOf).slice(0, 7);

/** 2026 年, 2026 年 3 月. */
export const spanWord = (year: number, month?: number): string => (month ? `${year} 年 ${month} 月` : `${year} 年`);
