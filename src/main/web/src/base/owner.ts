/** Whose things on this phone are whose: who the token names, the same after every login; `guest` without one. */
import { computed } from 'vue';
import { session, type Login } from './session';

const GUEST = 'guest';

export const owner = computed(() => (session.value ? named(session.value) : GUEST));

function named(login: Login): string {
  try {
    const payload = (login.token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return (JSON.parse(window.atob(payload)) as { sub?: string }).sub ?? login.who;
  } catch {
    return login.who;
  }
}
