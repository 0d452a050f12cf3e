/** What a card says of a version in one sentence: is it better than what is live, and by what is that known. */
import type { Card, Figure } from './api';
import { four, measuredWord, signed } from './words';

export interface Judged {
  type: 'success' | 'warning' | 'error' | 'info';
  title: string;
  detail: string;
}

const ALL = 'all';

export const figureOf = (card: Card, model: string, slice = ALL): Figure | null => card.figures.find((one) => one.model === model && one.slice === slice) ?? null;

/** What a version is best measured against on its own card: what was live, else the better one of the floors. */
export function rivalOf(card: Card): string | null {
  if (figureOf(card, 'released')) return 'released';
  const floors = ['popularity', 'recent-popularity'].map((model) => figureOf(card, model)).filter((one): one is Figure => one !== null);
  floors.sort((one, other) => other['ndcg@20'] - one['ndcg@20']);
  return floors[0]?.model ?? null;
}

/** All slices of a card for some of its models. */
export function slicesOf(card: Card, models: string[]): { slice: string; figures: (Figure | null)[] }[] {
  const slices = [...new Set(card.figures.filter((one) => models.includes(one.model)).map((one) => one.slice ?? ALL))];
  return slices.map((slice) => ({ slice, figures: models.map((model) => figureOf(card, model, slice)) }));
}

/** `own` against `other`, both on the same data. */
export function judged(own: Figure, other: Figure, otherWord: string): Judged {
  const gain = own['ndcg@20'] - other['ndcg@20'];
  const figures = `排序得分 ${four(own['ndcg@20'])}，${otherWord} ${four(other['ndcg@20'])}，相差 ${signed(gain)}`;
  const apart = own.low > other.high || other.low > own.high;
  if (gain < 0) {
    return apart
      ? { type: 'error', title: `比${otherWord}差`, detail: `${figures}；可信范围不重叠，确实更差。不要发布。` }
      : { type: 'warning', title: `不比${otherWord}好`, detail: `${figures}；差别不大。没有必要换。` };
  }
  return apart
    ? { type: 'success', title: `比${otherWord}好`, detail: `${figures}；可信范围不重叠，差别明显。` }
    : { type: 'success', title: `略好于${otherWord}`, detail: `${figures}；可信范围有重叠，可能只是碰巧，要靠给居民试用的真实打开率来判断。` };
}

export function judgedByCard(card: Card): Judged {
  const own = figureOf(card, 'kepu');
  const rival = rivalOf(card);
  const other = rival === null ? null : figureOf(card, rival);
  if (!own || !rival || !other) return { type: 'info', title: '卡片上没有可以比较的指标', detail: '数据太少，没有量出指标。积累更多阅读记录后再训练。' };
  return judged(own, other, measuredWord(rival));
}
