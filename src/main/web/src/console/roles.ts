/** Who works in the console, and in which of its sections; the server decides anyway. */
import type { Wire } from '../base/wire';

export type Role = Wire<'Role'>;

export const SECTIONS = ['总览', '内容', '推送', '模型', '账号'] as const;
export type Section = (typeof SECTIONS)[number];

/** Everybody who has a desk; disseminators work in the people's app. */
export const OFFICE: readonly Role[] = ['editor', 'reviewer', 'operator', 'administrator'];

export const isOffice = (role: Role | undefined): boolean => role !== undefined && OFFICE.includes(role);
