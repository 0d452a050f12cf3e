/** One small fetch client: token, query, problem details, and one shared refresh when the token has run out. */
import { ApiFailure } from './failure';
import { exchange, type Answer } from './line';
import { queryOf } from './query';
import { refreshed, session } from './session';

export interface Call {
  body?: object;
  /** Bytes that are sent as they are, instead of a body. */
  document?: { type: string; bytes: Blob };
  headers?: Record<string, string>;
  /** How long to wait for the answer, where it is not the usual time. */
  patienceMillis?: number;
  query?: Record<string, string | number | undefined>;
  /** The Idempotency-Key of this attempt. */
  key?: string;
  /** Sent without a token. */
  guest?: boolean;
  /** Outlives the page (for what is sent when it closes). */
  keepalive?: boolean;
  /** Sends it, where that is not `fetch`. */
  by?: typeof fetch;
}

export async function request<T>(method: string, path: string, call: Call = {}): Promise<T> {
  const token = call.guest ? undefined : session.value?.token;
  let answer = await send(method, path, call, token);
  if (answer.status === 401 && token) {
    const renewed = await refreshed(token);
    if (renewed) answer = await send(method, path, call, renewed);
  }
  if (answer.status < 200 || answer.status > 299) throw ApiFailure.of(answer);
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
}

function send(method: string, path: string, call: Call, token: string | undefined): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json', ...call.headers };
  if (call.document) headers['Content-Type'] = call.document.type;
  if (call.body) headers['Content-Type'] = 'application/json';
  if (call.key) headers['Idempotency-Key'] = call.key;
  if (token) headers['Authorization'] = `Bearer ${token}`;
  const body = call.document ? call.document.bytes : call.body ? JSON.stringify(call.body) : null;
  return exchange(path + queryOf(call.query), { method, headers, body, keepalive: call.keepalive === true }, call.patienceMillis, call.by);
}
