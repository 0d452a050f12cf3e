/** 总览: what outreach reached, villages without it, the yearly report, the health of the system. */
import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '../../roles';

const ROLES: readonly Role[] = ['operator', 'administrator'];

export default [
  { path: '/overview', component: () => import('./OverviewPage.vue'), meta: { title: '科普服务总览', roles: ROLES, section: '总览', order: 10 } },
  { path: '/overview/unserved', component: () => import('./UnservedPage.vue'), meta: { title: '没有服务的村', roles: ROLES, section: '总览', order: 20 } },
  { path: '/overview/report', component: () => import('./ReportPage.vue'), meta: { title: '年度报告', roles: ROLES, section: '总览', order: 30 } },
  { path: '/overview/health', component: () => import('./HealthPage.vue'), meta: { title: '系统运行情况', roles: ROLES, section: '总览', order: 40 } },
] satisfies RouteRecordRaw[];
