/** How much of a region has not been reached, in words and colours that also differ in lightness. */
import { count } from '../../base/words';
import type { ReachRow } from '../../api';

export interface Grade {
  name: string;
  colour: string;
  /** Holds for shares up to this one. */
  upTo: number;
}

export const GRADES: readonly Grade[] = [
  { name: '不到一成没收到', colour: '#9cc9ba', upTo: 0.1 },
  { name: '一成到三成', colour: '#f0c35a', upTo: 0.3 },
  { name: '三成到六成', colour: '#d2700f', upTo: 0.6 },
  { name: '六成以上', colour: '#9c1d10', upTo: 1 },
];
const WORST: Grade = { name: '六成以上', colour: '#9c1d10', upTo: 1 };

export const gradeOf = (share: number): Grade => GRADES.find((grade) => share < grade.upTo) ?? WORST;

/** The share of a region's residents who have not received it; null where it is not told. */
export function shareOf(row: ReachRow): number | null {
  return row.small || !row.residents ? null : (row.unreached ?? 0) / row.residents;
}

/** 永兴镇：1,200 位居民，还有 300 位（25%）没有收到. */
export function spokenRow(row: ReachRow): string {
  const share = shareOf(row);
  if (row.small) return `${row.name}：怕看出是谁，不列数字`;
  if (share === null) return `${row.name}：没有登记的居民`;
  return `${row.name}：${count(row.residents ?? 0)} 位居民，还有 ${count(row.unreached ?? 0)} 位（${Math.round(100 * share)}%）没有收到`;
}
