/** Logging in and out, and the page on which each role starts. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api, type LoginRequest, type Role } from '../api';
import { leaveAnswers } from '../base/answers';
import { leave } from '../base/articles';
import { forgetPlayed } from '../base/played';
import { recent } from '../base/recent';
import { reminder } from '../base/reminder';
import { begin, end, session } from '../base/session';
import { useEvents } from './useEvents';

const FLUSH_LIMIT_MILLIS = 2_000;

export function useSession() {
  return {
    session,
    role: computed(() => session.value?.role ?? null),
    who: computed(() => session.value?.who ?? 'guest'),
    login,
    logout,
  };
}

async function login(request: LoginRequest): Promise<Role> {
  begin(await api.login(request));
  return session.value?.role ?? 'resident';
}

/** Leaves this phone at once, also when the server cannot be told. */
async function logout(): Promise<void> {
  const patience = new Promise<void>((done) => setTimeout(done, FLUSH_LIMIT_MILLIS));
  await Promise.race([Promise.all([useEvents().flush(), endReminder(), leave(false), leaveAnswers()]), patience]);
  api.logout().catch(() => undefined);
  recent.clear();
  forgetPlayed();
  end();
}

/** Who comes next on this phone is not to see what this person is sent. */
async function endReminder(): Promise<void> {
  if (reminder.read()) await import('./useReminder').then((code) => code.leave()).catch(() => undefined);
}

/**
 * Where to go after a login: the page that asked for it, or the first page of the role. It needs no event from the
 * login form, for a change of person takes the form off the page.
 */
export function useEntrance() {
  const route = useRoute();
  const router = useRouter();
  return (role: Role) => {
    const next = route.query['next'];
    return router.replace(typeof next === 'string' && next.startsWith('/') ? next : startPage(role));
  };
}

function startPage(role: Role): string {
  if (role === 'resident') return '/';
  return role === 'disseminator' ? '/village' : '/staff';
}
