/** What the section 推送 asks of the server, one function a call. */
import type { Wire } from '../../../base/wire';
import { request } from '../../../base/client';
import type { PageQuery } from '../../../api';

export type Audience = Wire<'Audience'>;
export type Estimate = Wire<'Estimate'>;
export type Campaign = Wire<'Campaign'>;
export type CampaignDraft = Wire<'CampaignDraft'>;
export type CampaignState = Wire<'CampaignState'>;
export type Schedule = Wire<'Schedule'>;
export type Arm = Wire<'Arm'>;
export type Sample = Wire<'CampaignPreview'>['residents'][number];
export type Receipts = Wire<'Receipts'>;
export type CalendarDay = Wire<'Calendar'>['days'][number];
export type Bulletin = Wire<'Bulletin'>;
export type BulletinForm = Wire<'BulletinForm'>;
export type BulletinReach = Wire<'BulletinReach'>;
export type ReachRow = BulletinReach['byRegion'][number];
export type Webhook = Wire<'Webhook'>;
export type DeadDelivery = Wire<'DeadDelivery'>;
export type LedgerLine = Wire<'LedgerLine'>;
export type Region = Wire<'Region'>;
export type Card = Wire<'Card'>;
export type Item = Wire<'Item'>;
export type Claim = Wire<'Claim'>;
export type Suggestion = Wire<'Suggestion'>;

type Query = Record<string, string | number | undefined>;

const at = (id: string) => encodeURIComponent(id);
const pageOf = (query: PageQuery): Query => ({ size: query.size, cursor: query.cursor });

export const region = (code: string) => request<{ region: Region; path: Region[] }>('GET', `/v1/regions/${at(code)}`);

export const estimate = (audience: Audience) => request<Estimate>('POST', '/v1/audiences/estimate', { body: { audience } });
export const suggestAudience = (item: string, region: string) =>
  request<Suggestion>('GET', `/v1/items/${at(item)}/audience`, { query: { region } });
export const calendar = () => request<Wire<'Calendar'>>('GET', '/v1/calendar');

export const campaigns = (state: CampaignState | undefined, query: PageQuery) =>
  request<{ campaigns: Campaign[]; next?: string }>('GET', '/v1/campaigns', { query: { state, ...pageOf(query) } });
export const campaign = (id: string) => request<Campaign>('GET', `/v1/campaigns/${at(id)}`);
export const createCampaign = (draft: CampaignDraft, key: string) => request<Campaign>('POST', '/v1/campaigns', { body: draft, key });
export const changeCampaign = (id: string, draft: CampaignDraft) => request<Campaign>('PUT', `/v1/campaigns/${at(id)}`, { body: draft });
export const previewCampaign = (id: string, residents: number, seed: number) =>
  request<Wire<'CampaignPreview'>>('POST', `/v1/campaigns/${at(id)}/preview`, { body: { residents, seed } });
export const receipts = (id: string) => request<Receipts>('GET', `/v1/campaigns/${at(id)}/receipts`);

export type CampaignStep = 'submit' | 'approve' | 'return' | 'pause' | 'resume' | 'cancel' | 'withdraw';
/** Only a return and a withdrawal say why. */
export const stepCampaign = (id: string, step: CampaignStep, note?: string) =>
  request<Campaign>('POST', `/v1/campaigns/${at(id)}/${step}`, note === undefined ? {} : { body: { note } });

export const search = (q: string, region: string) =>
  request<Wire<'Found'>>('GET', '/v1/search', { query: { q, region, size: 8 } });
export const item = (id: string) => request<Item>('GET', `/v1/items/${at(id)}`);
export const claims = (query: PageQuery) => request<{ claims: Claim[]; next?: string }>('GET', '/v1/claims', { query: pageOf(query) });

export const bulletins = (live: boolean, query: PageQuery) =>
  request<{ bulletins: Bulletin[]; next?: string }>('GET', '/v1/bulletins', { query: { state: live ? 'live' : 'all', ...pageOf(query) } });
export const bulletin = (id: string) => request<Bulletin>('GET', `/v1/bulletins/${at(id)}`);
export const createBulletin = (form: BulletinForm, key: string) => request<Bulletin>('POST', '/v1/bulletins', { body: form, key });
export const cancelBulletin = (id: string) => request<Bulletin>('POST', `/v1/bulletins/${at(id)}/cancel`);
export const bulletinReach = (id: string, region: string | undefined) =>
  request<BulletinReach>('GET', `/v1/bulletins/${at(id)}/reach`, { query: { region } });

export const webhooks = () => request<{ webhooks: Webhook[] }>('GET', '/v1/channels/webhooks');
export const addWebhook = (draft: { scope: string; name: string; url: string; perDay?: number }) =>
  request<Webhook>('POST', '/v1/channels/webhooks', { body: draft });
export const changeWebhook = (id: string, change: { name?: string; url?: string; perDay?: number; active?: boolean }) =>
  request<Webhook>('PATCH', `/v1/channels/webhooks/${at(id)}`, { body: change });
export const removeWebhook = (id: string) => request<void>('DELETE', `/v1/channels/webhooks/${at(id)}`);
export const deadDeliveries = (id: string, query: PageQuery) =>
  request<{ deliveries: DeadDelivery[]; next?: string }>('GET', `/v1/channels/webhooks/${at(id)}/dead`, { query: pageOf(query) });
export const resendDeliveries = (id: string, deliveries: string[]) =>
  request<{ resent: number }>('POST', `/v1/channels/webhooks/${at(id)}/dead/resend`, { body: { deliveries } });
export const ledger = () => request<{ ledger: LedgerLine[] }>('GET', '/v1/channels/ledger');
