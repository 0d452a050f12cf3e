/** 账号: people and their rights, keys, what was done, one's own. */
import type { RouteRecordRaw } from 'vue-router';
import { OFFICE, type Role } from '../../roles';

const ADMINISTRATOR: readonly Role[] = ['administrator'];

export default [
  { path: '/accounts', component: () => import('./PeoplePage.vue'), meta: { title: '人员', roles: ADMINISTRATOR, section: '账号', order: 10 } },
  { path: '/accounts/logins', component: () => import('./LoginsPage.vue'), meta: { title: '谁在登录', roles: ADMINISTRATOR, section: '账号', order: 15 } },
  { path: '/accounts/keys', component: () => import('./KeysPage.vue'), meta: { title: '对接密钥', roles: ADMINISTRATOR, section: '账号', order: 20 } },
  { path: '/accounts/audit', component: () => import('./AuditPage.vue'), meta: { title: '操作记录', roles: ADMINISTRATOR, section: '账号', order: 30 } },
  { path: '/accounts/me', component: () => import('./MinePage.vue'), meta: { title: '我的账号', roles: OFFICE, section: '账号', order: 40 } },
] satisfies RouteRecordRaw[];
