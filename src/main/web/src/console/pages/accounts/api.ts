/** The calls about accounts, logins, keys and the trace. */
import { request } from '../../../base/client';
import type { Wire } from '../../../base/wire';

export type Account = Wire<'StaffAccount'>;
export type StaffRole = Wire<'StaffRole'>;
export type Given = Wire<'GivenPassword'>;
export type Login = Wire<'StaffSession'>;
export type StaffLogin = Wire<'StaffLogin'>;
export type Entry = Wire<'AuditEntry'>;
export type Webhook = Wire<'Webhook'>;

export interface AccountDraft {
  account: string;
  name: string;
  role: StaffRole;
  scope: string;
}

type PageQuery = { size?: number; cursor?: string };
type AccountQuery = PageQuery & { q?: string | undefined; role?: StaffRole | undefined; state?: 'active' | 'off' | undefined; scope?: string | undefined };
type LoginFilter = { q?: string | undefined; role?: StaffRole | undefined; scope?: string | undefined };
type AuditQuery = PageQuery & Partial<Record<'who' | 'action' | 'object' | 'from' | 'until' | 'scope', string | undefined>>;

const of = (id: string) => `/v1/accounts/${encodeURIComponent(id)}`;
const hook = (id: string) => `/v1/channels/webhooks/${encodeURIComponent(id)}`;

export const accounts = {
  list: (query: AccountQuery) => request<{ accounts: Account[]; next?: string }>('GET', '/v1/accounts', { query }),
  add: (draft: AccountDraft) => request<Given>('POST', '/v1/accounts', { body: draft }),
  change: (id: string, change: Partial<Omit<AccountDraft, 'account'>>) => request<Account>('PATCH', of(id), { body: change }),
  activate: (id: string, on: boolean) => request<Account>('PUT', `${of(id)}/active`, { body: { on } }),
  renewPassword: (id: string) => request<Given>('POST', `${of(id)}/password`),
  sessions: (id: string) => request<{ sessions: Login[] }>('GET', `${of(id)}/sessions`),
  endSessions: (id: string) => request<void>('DELETE', `${of(id)}/sessions`),
  endSession: (id: string, session: string) => request<void>('DELETE', `${of(id)}/sessions/${session}`),
  logins: (query: PageQuery & LoginFilter) => request<{ logins: StaffLogin[]; others: number; people: number; next?: string }>('GET', '/v1/logins', { query }),
  endLogins: (query: LoginFilter) => request<{ ended: number; left: number }>('DELETE', '/v1/logins', { query }),
  audit: (query: AuditQuery) => request<{ entries: Entry[]; next?: string }>('GET', '/v1/audit', { query }),
};

export const own = {
  sessions: () => request<{ sessions: Login[] }>('GET', '/v1/me/sessions'),
  endOthers: () => request<void>('DELETE', '/v1/me/sessions'),
  endSession: (session: string) => request<void>('DELETE', `/v1/me/sessions/${session}`),
  changePassword: (password: string, newPassword: string) => request<void>('PUT', '/v1/me/password', { body: { password, newPassword } }),
};

export const webhooks = {
  list: () => request<{ webhooks: Webhook[] }>('GET', '/v1/channels/webhooks'),
  add: (draft: { scope: string; name: string; url: string }) => request<Webhook>('POST', '/v1/channels/webhooks', { body: draft }),
  activate: (id: string, active: boolean) => request<Webhook>('PATCH', hook(id), { body: { active } }),
  renewSecret: (id: string) => request<Webhook>('POST', `${hook(id)}/secret`),
  remove: (id: string) => request<void>('DELETE', hook(id)),
};
