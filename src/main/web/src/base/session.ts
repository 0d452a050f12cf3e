/**
 * Who this tab acts for: each tab keeps its own login, a new tab takes over the last one. So a disseminator and a
 * resident can be open side by side, and tabs of one login share the refresh, which the server takes only once.
 */
import { shallowRef } from 'vue';
import type { Session } from '../api';
import { ApiFailure } from './failure';
import { newId } from './ids';
import { exchange } from './line';
import { savedLogin, SESSION_KEY as KEY, type Login } from './saved';
import { kept, tabKept } from './storage';

export type { Login };

export const session = shallowRef<Login | null>(savedLogin());
if (session.value) tabKept.write(KEY, session.value);

/** True from the moment the server refuses to renew a login until the next login. */
export const expired = shallowRef(false);

export function begin(answer: Session): void {
  expired.value = false;
  keep({ ...answer, who: newId() }, true);
}

export function end(): void {
  const login = session.value;
  if (login && isLast(login)) kept.write(KEY, null);
  tabKept.write(KEY, null);
  session.value = null;
}

let refreshing: Promise<string | null> | null = null;

/** A token newer than the refused one; null when this login is over; fails when the line does. */
export function refreshed(refused: string): Promise<string | null> {
  const login = session.value;
  if (!login) return Promise.resolve(null);
  if (login.token !== refused) return Promise.resolve(login.token);
  refreshing ??= renew(login).finally(() => (refreshing = null));
  return refreshing;
}

async function renew(login: Login): Promise<string | null> {
  const earlier = renewedInAnotherTab(login);
  if (earlier) return earlier;
  const answer = await exchange('/v1/sessions/refresh', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ refresh: login.refresh }),
  });
  if (session.value?.who !== login.who) return null;
  if (answer.status === 201 || answer.status === 200) {
    const renewed = { ...(JSON.parse(answer.text) as Session), who: login.who };
    keep(renewed, isLast(login));
    return renewed.token;
  }
  const failure = ApiFailure.of(answer);
  if (failure.passing) throw failure;
  return renewedInAnotherTab(login) ?? over();
}

function over(): null {
  expired.value = true;
  end();
  return null;
}

function renewedInAnotherTab(login: Login): string | null {
  const last = kept.read<Login>(KEY);
  if (!last || last.who !== login.who || last.token === login.token) return null;
  keep(last, false);
  return last.token;
}

function isLast(login: Login): boolean {
  return kept.read<Login>(KEY)?.who === login.who;
}

function keep(login: Login, everywhere: boolean): void {
  session.value = login;
  tabKept.write(KEY, login);
  if (everywhere) kept.write(KEY, login);
}
