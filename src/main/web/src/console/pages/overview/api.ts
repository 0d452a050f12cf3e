/** The calls of 总览, one function each. */
import { request } from '../../../base/client';
import { ApiFailure } from '../../../base/failure';
import { refreshed, session } from '../../../base/session';
import type { Wire } from '../../../base/wire';

export type Figure = Wire<'OutreachFigure'>;
export type Line = Wire<'OutreachLine'>;
export type Cell = Wire<'OutreachCell'>;
export type Overview = Wire<'OutreachOverview'>;
export type Coverage = Wire<'OutreachCoverage'>;
export type Unserved = Wire<'OutreachUnserved'>;
export type Target = Wire<'OutreachTarget'>;
export type Health = Wire<'SystemHealth'>;
export type Table = 'coverage' | 'groups' | 'kinds' | 'routes' | 'months' | 'unserved';
export type Format = 'xlsx' | 'csv';

/** A region and a year, or a month of it. */
export interface Span {
  region: string;
  year: number;
  month?: number | undefined;
}

export const overview = (span: Span) => request<Overview>('GET', '/v1/insight/overview', { query: { ...span } });
export const coverage = (span: Span) => request<Coverage>('GET', '/v1/insight/coverage', { query: { ...span } });
export const unserved = (region: string, days: number) => request<Unserved>('GET', '/v1/insight/unserved', { query: { region, days } });
export const setTarget = (target: Target) => request<void>('PUT', '/v1/insight/target', { body: target });
export const health = () => request<Health>('GET', '/v1/insight/health');

export interface Wanted {
  table: Table;
  region: string;
  year?: number | undefined;
  month?: number | undefined;
  days?: number | undefined;
}

/** A table as a file. */
export async function file(wanted: Wanted, format: Format): Promise<Blob> {
  const query = new URLSearchParams({ format });
  Object.entries(wanted).forEach(([name, value]) => value !== undefined && query.set(name, String(value)));
  const token = session.value?.token ?? '';
  let answer = await fetched(query, token);
  if (answer.status === 401) {
    const renewed = await refreshed(token);
    if (renewed) answer = await fetched(query, renewed);
  }
  if (!answer.ok) throw ApiFailure.of({ status: answer.status, retryAfter: answer.headers.get('Retry-After'), text: await answer.text() });
  return answer.blob();
}

function fetched(query: URLSearchParams, token: string): Promise<Response> {
  return fetch(`/v1/insight/export?${query}`, { headers: { Authorization: `Bearer ${token}` } }).catch(() => {
    throw ApiFailure.offline();
  });
}
