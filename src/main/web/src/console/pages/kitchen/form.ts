/** A draft as it is typed, what it lacks, what changed in it, and which field a fault belongs to. */
import type { Fault } from '../../../base/failure';
import type { ItemChange, ItemDraft, StyleFault } from './api';

export interface DraftForm {
  kind: 'article' | 'video';
  title: string;
  summary: string;
  topic: string;
  groups: string[];
  regions: string[];
  keywords: string[];
  months: number[];
  terms: string[];
  source: string;
  authority: string;
  licence: string;
  language: string;
  text: string;
}

export type FieldName = keyof DraftForm;
export type Remarks = Partial<Record<FieldName, string[]>>;

/** An empty draft for the region of who writes it; the country is 全国, which has no regions. */
export function emptyForm(scope: string): DraftForm {
  return {
    kind: 'article', title: '', summary: '', topic: '', groups: [], regions: scope === '0' || scope === '' ? [] : [scope],
    keywords: [], months: [], terms: [], source: '', authority: '', licence: 'CC-BY-4.0', language: 'zh-CN', text: '',
  };
}

export function formOf(content: ItemDraft): DraftForm {
  return {
    kind: content.kind ?? 'article',
    title: content.title,
    summary: content.summary,
    topic: content.topic,
    groups: [...content.groups],
    regions: [...(content.regions ?? [])],
    keywords: [...(content.keywords ?? [])],
    months: [...(content.months ?? [])],
    terms: [...(content.terms ?? [])],
    source: content.source,
    authority: content.authority,
    licence: content.licence ?? 'CC-BY-4.0',
    language: content.language ?? 'zh-CN',
    text: content.text,
  };
}

/** Fields that the server wants before it takes a draft, in words. */
export function lacking(form: DraftForm, scope: string): string[] {
  const lacks: [boolean, string][] = [
    [form.title.trim().length < 2, '标题（2 个字以上）'],
    [form.summary.trim().length < 5, '摘要（5 个字以上）'],
    [form.topic === '', '主题'],
    [form.groups.length === 0, '写给谁'],
    [form.source.trim().length < 2, '来源'],
    [form.authority === '', '来源级别'],
    [form.text.trim() === '', '正文'],
    [form.regions.length === 0 && scope !== '0', '面向的地区'],
  ];
  return lacks.filter(([lack]) => lack).map(([, name]) => name);
}

/** The fields that differ; sets are compared without order. */
export function changes(form: DraftForm, stored: DraftForm): ItemChange {
  const changed: Record<string, unknown> = {};
  for (const field of Object.keys(form) as FieldName[]) {
    if (plain(form[field]) !== plain(stored[field])) changed[field] = form[field];
  }
  return changed as ItemChange;
}

function plain(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}

/** What the server found wrong, at the field that its JSON pointer names. */
export function pointed(faults: readonly Fault[]): { remarks: Remarks; rest: string[] } {
  const remarks: Remarks = {};
  const rest: string[] = [];
  for (const fault of faults) {
    const field = /^\/(?:edits\/|opinion\/edits\/)?([a-z]+)/.exec(fault.pointer)?.[1];
    if (field !== undefined && field in emptyForm('')) (remarks[field as FieldName] ??= []).push(fault.detail);
    else rest.push(fault.detail);
  }
  return { remarks, rest };
}

const LEADING: [string, FieldName][] = [['标题', 'title'], ['摘要', 'summary'], ['来源的级别', 'authority'], ['来源', 'source'], ['没有写来源', 'source']];

/** What the style guide finds in fields that are written in; an empty one is not wrong yet. */
export function written(faults: readonly StyleFault[], form: DraftForm): StyleFault[] {
  return faults.filter((fault) => form[fault.line > 0 ? 'text' : matterOf(fault.reason, form)].length > 0);
}

/** What the style guide finds, at the field it speaks of; what stands in a line of the text stays with its line. */
export function styled(faults: readonly StyleFault[], form: DraftForm): Remarks {
  const remarks: Remarks = {};
  for (const fault of faults) {
    if (fault.line === 0) (remarks[matterOf(fault.reason, form)] ??= []).push(fault.reason);
  }
  return remarks;
}

function matterOf(reason: string, form: DraftForm): FieldName {
  const led = LEADING.find(([word]) => reason.startsWith(word));
  if (led) return led[1];
  const quoted = /“([^”]+)”/.exec(reason)?.[1]?.replace(/…$/, '') ?? '';
  if (quoted !== '' && form.title.includes(quoted)) return 'title';
  if (quoted !== '' && form.summary.includes(quoted)) return 'summary';
  return 'text';
}
