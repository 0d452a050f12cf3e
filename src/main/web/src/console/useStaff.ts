/** Who works here: name, role and scope; logging in and out. */
import { computed, ref, shallowRef, watch } from 'vue';
import { request } from '../base/client';
import { sentence } from '../base/failure';
import { begin, end, session } from '../base/session';
import type { Wire } from '../base/wire';
import type { Role } from './roles';

type Me = Wire<'Me'>;

const me = shallowRef<Me | null>(null);
/** Why it could not be read. */
const failure = ref('');
const role = computed<Role | null>(() => session.value?.role ?? null);
/** The code of the region at whose edge their rights end. */
const scope = computed(() => session.value?.scope ?? '0');

watch(() => session.value?.who, read, { immediate: true });

export function useStaff() {
  return { me, failure, role, scope, may, login, logout, read };
}

/** Whether who is logged in has one of the roles. */
function may(...roles: readonly Role[]): boolean {
  return role.value !== null && roles.includes(role.value);
}

/** With a `newPassword`, which is the password from now on. */
async function login(account: string, password: string, newPassword = ''): Promise<Role> {
  const body = newPassword ? { account, password, newPassword } : { account, password };
  const answer = await request<Wire<'Session'>>('POST', '/v1/sessions', { body, guest: true });
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
  failure.value = '';
  if (!who) return;
  try {
    const answer = await request<Me>('GET', '/v1/me');
    if (session.value?.who === who) me.value = answer;
  } catch (thrown) {
    failure.value = sentence(thrown);
  }
}
