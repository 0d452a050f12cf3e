/** A campaign as its form holds it; to the draft of the wire and back. */
import { withOffset } from '../../../base/time';
import type { Arm, Campaign, CampaignDraft, Schedule } from './api';
import { blank, expressionOf, formOf, type AudienceForm } from './audience';
import { localOf } from './words';

export interface CampaignForm {
  title: string;
  message: string;
  items: string[];
  audience: AudienceForm;
  schedule: Schedule;
  priority: 'normal' | 'important';
  /** None, or two to four. */
  arms: ArmForm[];
  holdoutPercent: number;
  /** Empty: to the end of the campaign. */
  keepHours: number | undefined;
  /** As a date-and-time input has it, in Beijing; empty: as soon as it may, and seven days after. */
  startAt: string;
  expiresAt: string;
}

export interface ArmForm {
  name: string;
  percent: number;
  title: string;
  items: string[];
}

export const empty = (scope: string): CampaignForm => ({
  title: '',
  message: '',
  items: [],
  audience: blank(scope),
  schedule: { kind: 'once' },
  priority: 'normal',
  arms: [],
  holdoutPercent: 0,
  keepHours: undefined,
  startAt: '',
  expiresAt: '',
});

export function fromCampaign(campaign: Campaign, scope: string, nowMillis = Date.now()): CampaignForm {
  return {
    title: campaign.title,
    message: campaign.message,
    items: [...campaign.items],
    audience: formOf(campaign.audience, scope),
    schedule: { ...campaign.schedule },
    priority: campaign.priority,
    arms: (campaign.arms ?? []).map((arm) => ({
      name: arm.name,
      percent: arm.percent,
      title: arm.title === campaign.title ? '' : (arm.title ?? ''),
      items: same(arm.items ?? [], campaign.items) ? [] : [...(arm.items ?? [])],
    })),
    holdoutPercent: campaign.holdoutPercent,
    keepHours: campaign.keepHours,
    startAt: Date.parse(campaign.startAt) > nowMillis ? localOf(campaign.startAt) : '',
    expiresAt: localOf(campaign.expiresAt),
  };
}

/** What of the form is still missing, as sentences. */
export function missing(form: CampaignForm): string[] {
  const percent = form.arms.reduce((sum, arm) => sum + arm.percent, 0);
  return [
    ...(form.title.trim() === '' ? ['写一个标题'] : []),
    ...(form.items.length === 0 ? ['选至少一条内容'] : []),
    ...(expressionOf(form.audience) === null ? ['选好推给谁'] : []),
    ...(repeats(form.schedule) && form.expiresAt === '' ? ['重复推送要写到什么时候结束'] : []),
    ...(form.schedule.kind === 'weekly' && (form.schedule.weekdays ?? []).length === 0 ? ['选每周的哪几天'] : []),
    ...(form.arms.length > 0 && percent !== 100 ? [`对比各组的百分比加起来应是 100，现在是 ${percent}`] : []),
  ];
}

export const repeats = (schedule: Schedule) => ['daily', 'weekly', 'monthly'].includes(schedule.kind);

/** The draft of a form of which nothing is missing. */
export function draftOf(form: CampaignForm): CampaignDraft {
  const audience = expressionOf(form.audience);
  if (audience === null) throw new Error('the audience is not filled in');
  return {
    title: form.title.trim(),
    message: form.message.trim(),
    items: form.items,
    audience,
    schedule: form.schedule,
    priority: form.priority,
    holdoutPercent: form.holdoutPercent,
    ...(form.arms.length > 0 ? { arms: form.arms.map(armOf) } : {}),
    ...(form.keepHours === undefined ? {} : { keepHours: form.keepHours }),
    ...(form.startAt === '' ? {} : { startAt: withOffset(form.startAt) }),
    ...(form.expiresAt === '' ? {} : { expiresAt: withOffset(form.expiresAt) }),
  };
}

const armOf = (arm: ArmForm): Arm => ({
  name: arm.name,
  percent: arm.percent,
  ...(arm.title.trim() === '' ? {} : { title: arm.title.trim() }),
  ...(arm.items.length === 0 ? {} : { items: arm.items }),
});

const same = (one: string[], other: string[]) => one.length === other.length && one.every((id, i) => id === other[i]);
