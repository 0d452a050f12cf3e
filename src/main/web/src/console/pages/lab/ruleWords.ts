/** What a rule does, in a sentence. */
import { KIND } from '../../../base/words';
import { spokenMoment } from '../../../base/time';
import type { Rule } from './api';

export const RULE_TYPES: Record<Rule['type'], { word: string; meaning: string }> = {
  pin: { word: '置顶', meaning: '把一条内容固定放在首页的第几位（1 到 10）。' },
  boost: { word: '加权', meaning: '让一条内容、一个主题或一个来源排得更前（大于 1）或更后（小于 1）。几条加权会相乘，最多到 10 倍。' },
  ban: { word: '不展示', meaning: '一条内容、一个主题或一个来源不在首页出现。它压过其他一切规则；内容本身不会撤下，搜索仍能找到。' },
  quota: { word: '配额', meaning: '任意连续十条里，一个主题、一种形式或一个来源至少或至多几条。' },
};

export interface Names {
  topic: (code: string) => string;
  group: (code: string) => string;
  region: (code: string) => string;
  item: (id: string) => string;
}

export function subjectWord(rule: Rule, names: Names): string {
  if (rule.item) return `内容“${names.item(rule.item)}”`;
  if (rule.topic) return `主题“${names.topic(rule.topic)}”`;
  if (rule.kind) return KIND[rule.kind];
  return rule.source ? `来源“${rule.source}”` : '（还没选）';
}

export function ruleWord(rule: Rule, names: Names): string {
  const subject = subjectWord(rule, names);
  switch (rule.type) {
    case 'pin':
      return `${subject}固定在第 ${rule.place} 位`;
    case 'boost':
      return `${subject}${(rule.factor ?? 1) >= 1 ? '排得更前' : '排得更后'}（${rule.factor} 倍）`;
    case 'ban':
      return `不展示${subject}`;
    case 'quota':
      return `每十条里，${subject}${rule.least === undefined ? `至多 ${rule.most} 条` : `至少 ${rule.least} 条`}`;
  }
}

export function whomWord(rule: Rule, names: Names): string {
  const groups = (rule.groups ?? []).map(names.group).join('、');
  const { from, to } = rule.age ?? {};
  const age = from === undefined && to === undefined ? '' : `${from ?? 0} 岁到${to === undefined ? '任何年纪' : ` ${to} 岁`}`;
  return [names.region(rule.region), groups || '所有人', age].filter(Boolean).join(' · ');
}

export function timeWord(rule: Rule, nowMillis = Date.now()): string {
  if (rule.until && Date.parse(rule.until) <= nowMillis) return `${spokenMoment(rule.until)}已经到期`;
  if (!rule.from && !rule.until) return '一直有效';
  const from = rule.from ? `${spokenMoment(rule.from)}起` : '现在起';
  return rule.until ? `${from}，到${spokenMoment(rule.until)}` : from;
}
