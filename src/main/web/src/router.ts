/** The pages and who may open them; only the feed is part of the first load. */
import { watchEffect } from 'vue';
import { createRouter, createWebHashHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router';
import type { Role } from './api';
import { session } from './base/session';
import { useMe } from './composables/useMe';
import FeedPage from './pages/FeedPage.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** May follow what is known of who is logged in. */
    title?: string | (() => string);
    /** Who may open the page; everyone where it is missing. */
    roles?: readonly Role[];
    /** Shows the tab bar. */
    tab?: boolean;
  }
}

const RESIDENT: readonly Role[] = ['resident'];
const VILLAGE: readonly Role[] = ['disseminator'];
/** Who may see how far a bulletin came. */
const FOLLOWERS: readonly Role[] = ['disseminator', 'operator', 'administrator'];
/** Who may see what residents asked. */
const QUESTIONED: readonly Role[] = ['disseminator', 'editor', 'reviewer', 'operator'];
/** Who works on what residents ordered. */
const ORDERED: readonly Role[] = ['disseminator', 'operator'];
const OFFICE: readonly Role[] = ['editor', 'reviewer', 'operator', 'administrator'];

export const router = createRouter({
  history: createWebHashHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: FeedPage, meta: { title: '推荐', tab: true } },
    { path: '/item/:id', component: () => import('./pages/ItemPage.vue'), meta: { title: '内容' } },
    { path: '/search', component: () => import('./pages/SearchPage.vue'), meta: { title: '搜一搜' } },
    { path: '/ask', component: () => import('./pages/AskPage.vue'), meta: { title: '问一问' } },
    { path: '/check', component: () => import('./pages/CheckPage.vue'), meta: { title: '辨真假' } },
    { path: '/claims/:id', component: () => import('./pages/ClaimPage.vue'), meta: { title: '科学辟谣' } },
    { path: '/inbox', component: () => import('./pages/InboxPage.vue'), meta: { title: '消息', tab: true } },
    { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: '我的', tab: true } },
    { path: '/saved', component: () => import('./pages/SavedPage.vue'), meta: { title: '我的收藏' } },
    { path: '/me/rights', component: () => import('./pages/RightsPage.vue'), meta: { title: '我的信息我做主', roles: RESIDENT } },
    { path: '/me/push', component: () => import('./pages/PushSettingsPage.vue'), meta: { title: '推送设置', roles: RESIDENT } },
    { path: '/guardian', component: () => import('./pages/GuardianPage.vue'), meta: { title: '监护人' } },
    { path: '/village', component: () => import('./pages/VillagePage.vue'), meta: { title: () => useMe().place.value.mine, tab: true, roles: VILLAGE } },
    { path: '/village/record', component: () => import('./pages/RecordPage.vue'), meta: { title: '记一次面对面服务', roles: VILLAGE } },
    { path: '/village/services', component: () => import('./pages/ServicesPage.vue'), meta: { title: '服务记录', roles: VILLAGE } },
    { path: '/village/unreached', component: () => import('./pages/UnreachedPage.vue'), meta: { title: '还没服务到的人', roles: VILLAGE } },
    { path: '/questions', component: () => import('./pages/QuestionsPage.vue'), meta: { title: '居民的提问', roles: QUESTIONED } },
    { path: '/order', component: () => import('./pages/OrderPage.vue'), meta: { title: '点单', roles: RESIDENT } },
    { path: '/orders', component: () => import('./pages/OrdersPage.vue'), meta: { title: '居民点的单', roles: ORDERED } },
    { path: '/staff', component: () => import('./pages/StaffPage.vue'), meta: { title: '工作人员', tab: true, roles: OFFICE } },
    { path: '/bulletins', component: () => import('./pages/BulletinsPage.vue'), meta: { title: '应急信息', roles: FOLLOWERS } },
    { path: '/bulletins/:id', component: () => import('./pages/ReachPage.vue'), meta: { title: '谁还没有收到', roles: FOLLOWERS } },
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录' } },
    { path: '/enter', component: () => import('./pages/EnterPage.vue'), meta: { title: '登录' } },
    { path: '/privacy', component: () => import('./pages/PrivacyPage.vue'), meta: { title: '隐私政策' } },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: '没有这个页面' } },
  ],
});

router.beforeEach((to) => allowed(to));
watchEffect(() => {
  const { title } = router.currentRoute.value.meta;
  if (title) document.title = `${typeof title === 'string' ? title : title()} · 智慧科普`;
});

function allowed(to: RouteLocationNormalized): true | RouteLocationRaw {
  const roles = to.meta.roles;
  if (!roles) return true;
  const role = session.value?.role;
  if (!role) return { path: '/login', query: { next: to.fullPath }, replace: true };
  return roles.includes(role) || { path: '/', replace: true };
}
