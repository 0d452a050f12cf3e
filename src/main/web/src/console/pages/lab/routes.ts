/** 模型: train, tune, compare, preview, try out, release and roll back what makes feeds; and the rules that people set above it. */
import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '../../roles';

const MAKERS: readonly Role[] = ['operator', 'administrator'];
const meta = (title: string, order: number, menu = true) => ({ title, roles: MAKERS, section: '模型' as const, order, menu });

export default [
  { path: '/lab', component: () => import('./VersionsPage.vue'), meta: meta('版本与发布', 10) },
  { path: '/lab/train', component: () => import('./TrainPage.vue'), meta: meta('训练', 20) },
  { path: '/lab/compare', component: () => import('./ComparePage.vue'), meta: meta('比较', 30) },
  { path: '/lab/preview', component: () => import('./PreviewPage.vue'), meta: meta('预览', 40) },
  { path: '/lab/trial', component: () => import('./TrialPage.vue'), meta: meta('试用结果', 50) },
  { path: '/lab/tune', component: () => import('./TunePage.vue'), meta: meta('调参', 60) },
  { path: '/lab/rules', component: () => import('./RulesPage.vue'), meta: meta('编排规则', 70) },
  { path: '/lab/versions/:version', component: () => import('./CardPage.vue'), meta: meta('版本卡片', 80, false) },
] satisfies RouteRecordRaw[];
