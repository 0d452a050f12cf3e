/** 内容: writing, vetting, sources, claims, questions. */
import type { RouteRecordRaw } from 'vue-router';
import { OFFICE, type Role } from '../../roles';

const EDITOR: Role[] = ['editor'];
const WRITING: Role[] = ['editor', 'administrator'];
const VETTING: Role[] = ['reviewer', 'administrator'];
const WATCHING: Role[] = ['reviewer', 'operator', 'administrator'];
const CLAIMS: Role[] = ['editor', 'operator', 'administrator'];
const ANSWERING: Role[] = ['editor', 'reviewer', 'operator'];
const section = '内容' as const;

export default [
  { path: '/kitchen/items', component: () => import('./LibraryPage.vue'), meta: { title: '稿件库', roles: OFFICE, section, order: 10 } },
  { path: '/kitchen/new', component: () => import('./NewPage.vue'), meta: { title: '写稿和上传', roles: WRITING, section, order: 20 } },
  { path: '/kitchen/write', component: () => import('./EditorPage.vue'), meta: { title: '写稿', roles: EDITOR, section, menu: false } },
  { path: '/kitchen/reviews', component: () => import('./QueuePage.vue'), meta: { title: '审稿', roles: VETTING, section, order: 30 } },
  { path: '/kitchen/items/:id', component: () => import('./ItemPage.vue'), meta: { title: '稿件', roles: OFFICE, section, menu: false } },
  { path: '/kitchen/items/:id/exposure', component: () => import('./ExposurePage.vue'), meta: { title: '谁看到了', roles: WATCHING, section, menu: false } },
  { path: '/kitchen/sources', component: () => import('./SourcesPage.vue'), meta: { title: '来源', roles: WRITING, section, order: 40 } },
  { path: '/kitchen/sources/:id', component: () => import('./SourcePage.vue'), meta: { title: '来源', roles: WRITING, section, menu: false } },
  { path: '/kitchen/entries', component: () => import('./EntriesPage.vue'), meta: { title: '来稿挑选', roles: WRITING, section, order: 50 } },
  { path: '/kitchen/entries/:id', component: () => import('./EntryPage.vue'), meta: { title: '来稿', roles: WRITING, section, menu: false } },
  { path: '/kitchen/claims', component: () => import('./ClaimsPage.vue'), meta: { title: '辟谣', roles: CLAIMS, section, order: 60 } },
  { path: '/kitchen/questions', component: () => import('./QuestionsPage.vue'), meta: { title: '居民提问', roles: ANSWERING, section, order: 70 } },
  { path: '/kitchen/questions/:id', component: () => import('./QuestionPage.vue'), meta: { title: '居民提问', roles: ANSWERING, section, menu: false } },
] satisfies RouteRecordRaw[];
