/**
 * The first page of the feed, asked for while the rest of the app is still on the line: on a slow one that is a second sooner. With what it
 * imports it is a part of its own that comes first (build/first.ts), so no library may be in it.
 */
import { queryOf } from './query';
import { savedEveryone, savedLogin, savedRegion, savedSimple } from './saved';

const ADDRESS = '/v1/feed';
const PAGE_SIZE = 10;

interface Asked {
  address: string;
  token: string | undefined;
  answer: Promise<Response>;
  abort: AbortController;
}

let asked = isFeedOpen() ? ask() : null;

/** What a page of the feed is asked for with: for whom it is written, where somebody chose that; by a guest of what region, from where on. */
export function feedQuery(chosen: { children: boolean; everyone: boolean }, region?: string, cursor?: string) {
  const readers = chosen.children ? ('children' as const) : chosen.everyone ? ('everyone' as const) : undefined;
  return { size: PAGE_SIZE, readers, cursor, region };
}

/** As fetch does it; what is on its way already is not asked for again. */
export function fetchFeed(address: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const early = asked;
  asked = null;
  if (!early || early.address !== address || bearer(early.token) !== new Headers(init.headers).get('Authorization')) return fetch(address, init);
  init.signal?.addEventListener('abort', () => early.abort.abort());
  return early.answer;
}

function ask(): Asked {
  const login = savedLogin();
  const token = login?.token;
  const abort = new AbortController();
  const chosen = { children: savedSimple(), everyone: login !== null && savedEveryone() === login.who };
  const address = ADDRESS + queryOf(feedQuery(chosen, login ? undefined : savedRegion()?.code));
  const authorization = bearer(token);
  const headers = { Accept: 'application/json', ...(authorization ? { Authorization: authorization } : {}) };
  const answer = fetch(address, { headers, signal: abort.signal });
  // whoever takes it hears of it too
  answer.catch(() => undefined);
  return { address, token, answer, abort };
}

function bearer(token: string | undefined): string | null {
  return token ? `Bearer ${token}` : null;
}

function isFeedOpen(): boolean {
  return window.location.pathname === '/' && /^(#\/?)?$/.test(window.location.hash);
}
