/** The pages of the console and who may open them; each folder of pages brings its own routes. */
import { createRouter, createWebHashHistory, type RouteLocationNormalized, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router';
import { session } from '../base/session';
import { isOffice, SECTIONS, type Role, type Section } from './roles';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    /** Who may open the page; everyone where it is missing. */
    roles?: readonly Role[];
    section?: Section;
    /** Its place within the section, the smallest first. */
    order?: number;
    /** False for a page that is reached from another one. */
    menu?: boolean;
  }
}

export interface Entry {
  path: string;
  title: string;
  section: Section;
}

const found = import.meta.glob<{ default: RouteRecordRaw[] }>('./pages/*/routes.ts', { eager: true });
const pages = Object.values(found).flatMap((folder) => folder.default);

export const router = createRouter({
  history: createWebHashHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    ...pages,
    { path: '/', redirect: () => firstPage() },
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录' } },
    { path: '/forbidden', component: () => import('./pages/ForbiddenPage.vue'), meta: { title: '不能打开' } },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: '没有这个页面' } },
  ],
});

router.beforeEach((to) => allowed(to));
router.afterEach((to) => (document.title = `${to.meta.title} · 科普工作台`));

/** What the menu shows to a role, section by section. */
export function menuOf(role: Role): { section: Section; entries: Entry[] }[] {
  const mine = pages.filter((page) => page.meta?.section && page.meta.menu !== false && page.meta.roles?.includes(role));
  return SECTIONS.map((section) => ({
    section,
    entries: mine
      .filter((page) => page.meta?.section === section)
      .sort((one, other) => (one.meta?.order ?? 0) - (other.meta?.order ?? 0))
      .map((page) => ({ path: page.path, title: page.meta?.title ?? '', section })),
  })).filter(({ entries }) => entries.length > 0);
}

/** The first page that whoever is logged in may see. */
export function firstPage(): string {
  const role = session.value?.role;
  return (role && menuOf(role)[0]?.entries[0]?.path) || '/login';
}

function allowed(to: RouteLocationNormalized): true | RouteLocationRaw {
  const roles = to.meta.roles;
  if (!roles) return true;
  const role = session.value?.role;
  if (!role || !isOffice(role)) return { path: '/login', query: { next: to.fullPath }, replace: true };
  return roles.includes(role) || { path: '/forbidden', query: { page: to.meta.title }, replace: true };
}
