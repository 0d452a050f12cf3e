/** 账号: one's own, people and their rights, sessions, keys, the audit log. */
import type { RouteRecordRaw } from 'vue-router';
import { OFFICE } from '../../roles';

export default [
  { path: '/accounts/me', component: () => import('./MinePage.vue'), meta: { title: '我的账号', roles: OFFICE, section: '账号', order: 50 } },
] satisfies RouteRecordRaw[];
