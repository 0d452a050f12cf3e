/** The kitchen's Chinese words for codes. */
import type { Check, EntryState, SourcePoll, VersionState } from './api';

export const STATE: Record<VersionState, string> = {
  draft: '草稿',
  first: '等待一审',
  second: '等待二审',
  final: '等待终审',
  published: '已发布',
  corrected: '已被新版替换',
  withdrawn: '已撤回',
  returned: '已退回',
  discarded: '已放弃',
};

/** The tones of StatusTag. */
type Tone = 'plain' | 'good' | 'busy' | 'wait' | 'bad';

export const STATE_TONE: Record<VersionState, Tone> = {
  draft: 'busy',
  first: 'wait',
  second: 'wait',
  final: 'wait',
  published: 'good',
  corrected: 'plain',
  withdrawn: 'bad',
  returned: 'bad',
  discarded: 'plain',
};

export const STAGE: Record<'draft' | 'first' | 'second' | 'final', string> = { draft: '写稿', first: '一审', second: '二审', final: '终审' };

export const isReview = (state: VersionState): state is 'first' | 'second' | 'final' => state === 'first' || state === 'second' || state === 'final';

export const CHECK: Record<Check, string> = { accuracy: '科学性', language: '语言文字' };

export const CHECK_HELP: Record<Check, string> = {
  accuracy: '我核对过：做法、剂量、时间和数字与来源一致，没有科学性错误。',
  language: '我校对过：没有错别字和病句，写作规范的提示都看过了。',
};

export type Trust = 'official' | 'partner' | 'open';
export const TRUST: Record<Trust, string> = { official: '权威发布', partner: '合作单位', open: '公开来源' };
export const TRUST_HELP: Record<Trust, string> = {
  official: '政府部门、国家平台自己发布的',
  partner: '有约定的学会、高校、媒体',
  open: '网上公开的，审稿时要看得更细',
};

export type Authority = 'national' | 'provincial' | 'academic' | 'international';
export const AUTHORITY: Record<Authority, string> = { national: '国家级部门', provincial: '省级及以下部门', academic: '高校、学会和研究机构', international: '国际组织' };

export const ENTRY_STATE: Record<EntryState, string> = { new: '等待处理', duplicate: '近似重复', merged: '已合并', dismissed: '不采用', accepted: '已采用' };
export const ENTRY_TONE: Record<EntryState, Tone> = { new: 'wait', duplicate: 'wait', merged: 'plain', dismissed: 'plain', accepted: 'good' };

export const QUESTION_TONE = { routed: 'wait', claimed: 'busy', answered: 'good', returned: 'plain' } as const;

export const OUTCOME_TONE: Record<SourcePoll['outcome'], Tone> = { read: 'good', unchanged: 'plain', failed: 'bad' };
export const OUTCOME: Record<SourcePoll['outcome'], string> = { read: '读到了', unchanged: '没有变化', failed: '没读成' };

/** What an editor can do about a look that failed, by the stable type. */
const POLL_ADVICE: Record<string, string> = {
  'feed-empty': '这个地址是空的，请核对订阅地址。',
  'feed-is-html': '这是一个网页，不是订阅源。请在对方网站上找 RSS 或 Atom 的地址。',
  'feed-format-unknown': '认不出这种格式，请对方提供 RSS、Atom 或 JSON Feed。',
  'feed-malformed': '对方的订阅源写坏了，请告诉对方；位置见说明。',
  'feed-too-large': '对方一次给得太多，请对方减少条数。',
  'feed-slow': '对方的网站太慢，会自动再试。',
  'feed-unreachable': '连不上对方的网站，会自动再试。',
  'feed-busy': '对方让我们等一等，会自动再试。',
  'feed-missing': '对方说没有这个地址，请核对。',
  'feed-forbidden': '对方不让读，请与对方联系。',
  'feed-gone': '对方说这个订阅源不再有了，已经停用。',
  'endpoint-forbidden': '这个地址在不允许访问的网络里，请换成公网地址。',
};
export const pollAdvice = (type: string | undefined) => POLL_ADVICE[(type ?? '').replace('urn:kepu:', '')] ?? '';

/** Names of the fields of a draft. */
export const FIELD: Record<string, string> = {
  note: '更正说明',
  kind: '形式',
  title: '标题',
  summary: '摘要',
  topic: '主题',
  groups: '写给谁',
  regions: '面向的地区',
  months: '适合的月份',
  terms: '适合的节气',
  keywords: '关键词',
  source: '来源',
  authority: '来源级别',
  licence: '使用许可',
  language: '语言',
  seconds: '时长（秒）',
  media: '视频文件',
  poster: '封面',
  audio: '朗读录音',
  text: '正文',
};

export const TERMS = [
  '小寒', '大寒', '立春', '雨水', '惊蛰', '春分', '清明', '谷雨', '立夏', '小满', '芒种', '夏至',
  '小暑', '大暑', '立秋', '处暑', '白露', '秋分', '寒露', '霜降', '立冬', '小雪', '大雪', '冬至',
];

export const LANGUAGES = [
  { code: 'zh-CN', name: '普通话（简体字）' },
  { code: 'bo', name: '藏文' },
  { code: 'ii', name: '彝文' },
  { code: 'ug', name: '维吾尔文' },
  { code: 'mn', name: '蒙古文' },
  { code: 'za', name: '壮文' },
  { code: 'ko', name: '朝鲜文' },
];

export const percent = (share: number) => `${Math.round(share * 100)}%`;
export const people = (n: number | null | undefined) => (n === null || n === undefined ? '1 至 4 人' : `${n} 人`);
