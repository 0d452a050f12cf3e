/** The pages of the section 推送, and who may open them. */
import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '../../roles';

const makers: readonly Role[] = ['operator', 'administrator'];
const administrator: readonly Role[] = ['administrator'];

const meta = (title: string, order: number, roles: readonly Role[] = makers, menu = true) => ({
  title, roles, section: '推送' as const, order, menu,
});

const routes: RouteRecordRaw[] = [
  { path: '/push/campaigns', component: () => import('./CampaignsPage.vue'), meta: meta('推送任务', 10) },
  { path: '/push/campaigns/new', component: () => import('./CampaignFormPage.vue'), meta: meta('新建推送任务', 11, makers, false) },
  { path: '/push/campaigns/:id/edit', component: () => import('./CampaignFormPage.vue'), meta: meta('修改推送任务', 12, makers, false) },
  { path: '/push/campaigns/:id', component: () => import('./CampaignPage.vue'), meta: meta('推送任务', 13, makers, false) },
  { path: '/push/approvals', component: () => import('./ApprovalsPage.vue'), meta: meta('待批准', 20) },
  { path: '/push/audience', component: () => import('./AudiencePage.vue'), meta: meta('人群估算', 30) },
  { path: '/push/calendar', component: () => import('./CalendarPage.vue'), meta: meta('推送日历', 40) },
  { path: '/push/bulletins', component: () => import('./BulletinsPage.vue'), meta: meta('应急信息', 50) },
  { path: '/push/bulletins/new', component: () => import('./BulletinFormPage.vue'), meta: meta('发布应急信息', 51, makers, false) },
  { path: '/push/bulletins/:id', component: () => import('./BulletinPage.vue'), meta: meta('应急信息', 52, makers, false) },
  { path: '/push/unreached', component: () => import('./UnreachedPage.vue'), meta: meta('没服务到的村', 60) },
  { path: '/push/channels', component: () => import('./ChannelsPage.vue'), meta: meta('对外渠道', 70, administrator) },
];

export default routes;
