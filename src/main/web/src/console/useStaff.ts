/** Who works here: name, role and scope; logging in and out. */
import { computed, shallowRef, watch } from 'vue';
import { request } from '../base/client';
import { begin, end, session } from '../base/session';
import type { Wire } from '../base/wire';
import type { Role } from './roles';

type Me = Wire<'Me'>;

const me = shallowRef<Me | null>(null);
const role = computed<Role | null>(() => session.value?.role ?? null);
/** The code of the region at whose edge their rights end. */
const scope = computed(() => session.value?.scope ?? '0');

watch(() => session.value?.who, read, { immediate: true });

export function useStaff() {
  return { me, role, scope, may, login, logout, read };
}

/** Whether who is logged in has one of the roles. */
function may(...roles: readonly Role[]): boolean {
  return role.value !== null && roles.includes(role.value);
}

async function login(account: string, password: string): Promise<Role> {
  const answer = await request<Wire<'Session'>>('POST', '/v1/sessions', { body: { account, password }, guest: true });
  begin(answer);
  return answer.role;
}

/** Leaves this browser at once, also when the server cannot be told. */
function logout(): void {
  request<void>('DELETE', '/v1/sessions').catch(() => undefined);
  end();
}

async function read(): Promise<void> {
  const who = session.value?.who;
  me.value = null;
  if (!who) return;
  const answer = await request<Me>('GET', '/v1/me').catch(() => null);
  if (session.value?.who === who) me.value = answer;
}
