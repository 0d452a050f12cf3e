/** The words of this section for codes of the wire. */
import { BEIJING_MILLIS, DAY_MILLIS } from '../../../base/time';
import type { Wire } from '../../../base/wire';
import type { Bulletin, CampaignState, Schedule } from './api';

export type OutcomeCode = Wire<'Outcome'>['code'];

export const OUTCOME: Record<OutcomeCode, string> = {
  sent: '已送达',
  quiet: '勿扰时段，稍后送达',
  daily_cap: '当天已满，改天送达',
  topic_cap: '这个主题本周已满，下周送达',
  paused: '任务已暂停，先不送',
  duplicate: '同一内容刚由别的任务送过',
  unsubscribed_sender: '退订了发送单位',
  unsubscribed_topic: '退订了这个主题',
  holdout: '对照组，不推送',
  expired: '送达之前已过期',
  withdrawn: '已撤回',
  not_addressed: '不在人群里',
};

export const WAITING: readonly OutcomeCode[] = ['quiet', 'daily_cap', 'topic_cap', 'paused'];

export const PRIORITY = { normal: '一般', important: '重要' } as const;

type Tone = 'plain' | 'good' | 'busy' | 'wait' | 'bad';

export const STATE_TONE: Record<CampaignState, Tone> = {
  draft: 'plain',
  submitted: 'wait',
  returned: 'wait',
  approved: 'busy',
  scheduled: 'busy',
  running: 'good',
  paused: 'wait',
  done: 'plain',
  cancelled: 'plain',
  withdrawn: 'bad',
};

export const BULLETIN_TONE: Record<Bulletin['state'], Tone> = {
  waiting: 'wait', live: 'good', over: 'plain', ended: 'plain', recorded: 'plain',
};

export const BULLETIN_STATUS: Record<Bulletin['status'], string> = {
  actual: '真实发布', exercise: '演练', system: '系统', test: '测试', draft: '草稿',
};

export const SEVERITY: Record<Wire<'Severity'>, { name: string; means: string; colour: string }> = {
  red: { name: '红色', means: '特别严重：马上避险', colour: '#b3261e' },
  orange: { name: '橙色', means: '严重：立即准备', colour: '#b4530a' },
  yellow: { name: '黄色', means: '较重：提高警惕', colour: '#856404' },
  blue: { name: '蓝色', means: '一般：请留意', colour: '#1f5fa8' },
  none: { name: '未注明', means: '发送方没有说明级别', colour: '#4d5a57' },
};

export const LEDGER: Record<string, string> = {
  tried: '发送次数',
  sent: '送达',
  dead: '放弃',
  gone: '订阅已失效',
  quota: '超过当日限额，次日再发',
  expired: '过期未发',
  cancelled: '取消未发',
  inactive: '已停用未发',
  withdrawn: '撤回未发',
  holdout: '对照组不发',
  duplicate: '重复不发',
  'unsubscribed-sender': '退订了单位',
  'unsubscribed-topic': '退订了主题',
  'not-addressed': '不在范围',
  'resident-gone': '居民已注销',
  share: '只发部分居民，不经网关',
};

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];
export const weekdayWord = (weekday: number) => `周${WEEKDAYS[weekday - 1] ?? ''}`;

/** 每周一、周四 08:00 至 10:00 之间开始. */
export function scheduleWords(schedule: Schedule, themeName: (id: string) => string): string {
  const time = schedule.time ? ` ${schedule.time}${schedule.until ? ` 至 ${schedule.until} 之间` : ''}` : '';
  switch (schedule.kind) {
    case 'once':
      return '只推一次';
    case 'daily':
      return `每天${time}`;
    case 'weekly':
      return `每${(schedule.weekdays ?? []).map(weekdayWord).join('、')}${time}`;
    case 'monthly':
      return `每月 ${schedule.day ?? ''} 日${time}`;
    case 'term':
      return `${schedule.term ?? ''}当天${time}`;
    case 'theme':
      return `${themeName(schedule.theme ?? '')}第一天${time}`;
  }
}

/** The day in Beijing, as a date input has it: 2026-11-23. */
export const dayOf = (millis: number) => new Date(millis + BEIJING_MILLIS).toISOString().slice(0, 10);
export const daysAgo = (days: number) => dayOf(Date.now() - days * DAY_MILLIS);
/** 2026-11-23T08:00, as a date-and-time picker has it. */
export const localOf = (time: string) => new Date(Date.parse(time) + BEIJING_MILLIS).toISOString().slice(0, 16);

export const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${Math.round((1000 * part) / whole) / 10}%`);
