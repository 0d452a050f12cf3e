/** One request over a slow line: the time limit covers the body too, and what goes wrong below HTTP is an ApiFailure. */
import { ApiFailure } from './failure';
import { answered, missed } from './reach';

const TIMEOUT_MILLIS = 20_000;

export interface Answer {
  status: number;
  retryAfter: string | null;
  text: string;
}

export async function exchange(url: string, init: RequestInit, patienceMillis = TIMEOUT_MILLIS, send: typeof fetch = fetch): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patienceMillis);
  try {
    const response = await send(url, { ...init, signal: abort.signal });
    const text = await response.text();
    answered();
    return { status: response.status, retryAfter: response.headers.get('Retry-After'), text };
  } catch {
    missed();
    throw abort.signal.aborted ? ApiFailure.slow() : ApiFailure.offline();
  } finally {
    clearTimeout(timer);
  }
}
