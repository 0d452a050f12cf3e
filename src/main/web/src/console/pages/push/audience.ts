/** An audience as the builder holds it: regions and groups, and a tree of further conditions; to the wire and back, and in words. */
import { newId } from '../../../base/ids';
import type { Audience } from './api';

export type Deed = 'reached' | 'opened' | 'shared' | 'checked';
export type LeafKind = 'region' | 'group' | 'age' | 'occupation' | 'interest' | 'language' | Deed;

export interface Leaf {
  key: string;
  not: boolean;
  kind: LeafKind;
  /** Of a region, group, occupation, interest or language. */
  codes: string[];
  /** Of an age, in years, both included. */
  from: number | undefined;
  to: number | undefined;
  /** Of a deed: the first day, ever without; and the item or claim that it was done to. */
  since: string;
  about: string;
}

export interface Branch {
  key: string;
  not: boolean;
  kind: 'all' | 'any';
  parts: Node[];
}

export type Node = Leaf | Branch;

/** Who lives in one of the regions, is in one of the groups (all, when none is chosen), and meets the rest. */
export interface AudienceForm {
  regions: string[];
  groups: string[];
  rest: Branch;
}

export const isBranch = (node: Node): node is Branch => node.kind === 'all' || node.kind === 'any';

export const leafOf = (kind: LeafKind, more: Partial<Leaf> = {}): Leaf => ({
  key: newId(), not: false, kind, codes: [], from: undefined, to: undefined, since: '', about: '', ...more,
});

export const branchOf = (kind: Branch['kind'], parts: Node[] = [], not = false): Branch => ({ key: newId(), not, kind, parts });

export const blank = (scope: string): AudienceForm => ({ regions: [scope], groups: [], rest: branchOf('all') });

/** The expression of a form; null while no region is chosen or a condition is not filled in. */
export function expressionOf(form: AudienceForm): Audience | null {
  if (form.regions.length === 0) return null;
  const parts: Audience[] = [{ region: [...form.regions].sort() }];
  if (form.groups.length > 0) parts.push({ group: [...form.groups].sort() });
  for (const node of form.rest.parts) {
    const part = partOf(node);
    if (part === null) return null;
    parts.push(part);
  }
  return parts.length === 1 ? (parts[0] ?? null) : { all: parts };
}

function partOf(node: Node): Audience | null {
  const part = isBranch(node) ? joined(node) : leafPart(node);
  return part === null ? null : node.not ? { not: part } : part;
}

function joined(branch: Branch): Audience | null {
  const parts = branch.parts.map(partOf);
  if (parts.length === 0 || parts.some((part) => part === null)) return null;
  return branch.kind === 'all' ? { all: parts as Audience[] } : { any: parts as Audience[] };
}

function leafPart(leaf: Leaf): Audience | null {
  const since = leaf.since === '' ? {} : { since: leaf.since };
  switch (leaf.kind) {
    case 'age':
      return leaf.from === undefined && leaf.to === undefined
        ? null
        : { age: { ...(leaf.from === undefined ? {} : { from: leaf.from }), ...(leaf.to === undefined ? {} : { to: leaf.to }) } };
    case 'reached':
      return { reached: since };
    case 'opened':
      return leaf.about === '' ? null : { opened: { item: leaf.about, ...since } };
    case 'shared':
      return leaf.about === '' ? null : { shared: { item: leaf.about, ...since } };
    case 'checked':
      return leaf.about === '' ? null : { checked: { claim: leaf.about, ...since } };
    default:
      return leaf.codes.length === 0 ? null : ({ [leaf.kind]: [...leaf.codes] } as Audience);
  }
}

/** The form of any expression: what it has of plain regions and groups at the top goes to their own fields. */
export function formOf(audience: Audience, scope: string): AudienceForm {
  const form = blank(scope);
  const whole = nodeOf(audience);
  const parts = isBranch(whole) && whole.kind === 'all' && !whole.not ? whole.parts : [whole];
  const regions = parts.find((part) => part.kind === 'region' && !part.not) as Leaf | undefined;
  const groups = parts.find((part) => part.kind === 'group' && !part.not) as Leaf | undefined;
  if (regions) form.regions = regions.codes;
  if (groups) form.groups = groups.codes;
  form.rest.parts = parts.filter((part) => part !== regions && part !== groups);
  return form;
}

function nodeOf(audience: Audience): Node {
  if (audience.not) {
    const inner = nodeOf(audience.not);
    return inner.not ? branchOf('all', [inner], true) : { ...inner, not: true };
  }
  if (audience.all) return branchOf('all', audience.all.map(nodeOf));
  if (audience.any) return branchOf('any', audience.any.map(nodeOf));
  if (audience.age) return leafOf('age', { from: audience.age.from, to: audience.age.to });
  if (audience.reached) return leafOf('reached', { since: audience.reached.since ?? '' });
  if (audience.opened) return leafOf('opened', { about: audience.opened.item, since: audience.opened.since ?? '' });
  if (audience.shared) return leafOf('shared', { about: audience.shared.item, since: audience.shared.since ?? '' });
  if (audience.checked) return leafOf('checked', { about: audience.checked.claim, since: audience.checked.since ?? '' });
  for (const kind of ['region', 'group', 'occupation', 'interest', 'language'] as const) {
    const codes = audience[kind];
    if (codes) return leafOf(kind, { codes: [...codes] });
  }
  return branchOf('all');
}

/** Codes of the regions that an expression names anywhere. */
export function regionsIn(audience: Audience): string[] {
  return [
    ...(audience.region ?? []),
    ...(audience.not ? regionsIn(audience.not) : []),
    ...(audience.all ?? []).flatMap(regionsIn),
    ...(audience.any ?? []).flatMap(regionsIn),
  ];
}

export interface Names {
  region(code: string): string;
  group(code: string): string;
  topic(code: string): string;
}

export const LANGUAGES: Record<string, string> = {
  'zh-CN': '汉语', bo: '藏语', ii: '彝语', ug: '维吾尔语', mn: '蒙古语', za: '壮语', ko: '朝鲜语',
};

/** 船山区；农民或老年人；60 岁及以上；除去：2026-11-01 以来服务到的人. */
export function audienceWords(audience: Audience, names: Names): string {
  if (audience.all) return audience.all.map((part) => audienceWords(part, names)).join('；');
  if (audience.any) return audience.any.map((part) => `（${audienceWords(part, names)}）`).join('或');
  if (audience.not) return `除去：${audienceWords(audience.not, names)}`;
  const node = nodeOf(audience);
  return isBranch(node) ? '' : leafWords(node, names);
}

function leafWords(leaf: Leaf, names: Names): string {
  const since = leaf.since === '' ? '' : `${leaf.since} 以来`;
  switch (leaf.kind) {
    case 'region':
      return some(leaf.codes.map(names.region), '、');
    case 'group':
      return some(leaf.codes.map((code) => names.group(code) || code), '或');
    case 'interest':
      return `关心${some(leaf.codes.map((code) => names.topic(code) || code), '或')}`;
    case 'occupation':
      return `职业是${some(leaf.codes, '或')}`;
    case 'language':
      return `使用${some(leaf.codes.map((code) => LANGUAGES[code] ?? code), '或')}`;
    case 'age':
      return ageWords(leaf.from, leaf.to);
    case 'reached':
      return `${since}已经服务到的人`;
    case 'opened':
      return `${since}打开过内容 ${leaf.about} 的人`;
    case 'shared':
      return `${since}转发过内容 ${leaf.about} 的人`;
    case 'checked':
      return `${since}查到过辟谣 ${leaf.about} 的人`;
  }
}

const MOST_NAMED = 6;
const some = (words: string[], joint: string) =>
  words.length <= MOST_NAMED ? words.join(joint) : `${words.slice(0, MOST_NAMED).join(joint)}等 ${words.length} 个`;

function ageWords(from: number | undefined, to: number | undefined): string {
  if (from !== undefined && to !== undefined) return `${from} 至 ${to} 岁`;
  return from !== undefined ? `${from} 岁及以上` : `${to ?? ''} 岁及以下`;
}
