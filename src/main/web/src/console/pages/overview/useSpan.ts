/** Which region and time a page tells of: it stands in the address, so that a link leads to the same figures. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { writtenDay } from '../../../base/time';
import { useStaff } from '../../useStaff';
import type { Span } from './api';

const YEARS_BACK = 5;

/** Year and month in Beijing. */
export function now(): { year: number; month: number } {
  const [year, month] = writtenDay(new Date().toISOString()).split('-').map(Number);
  return { year: year ?? 0, month: month ?? 1 };
}

export const years = (): number[] => Array.from({ length: YEARS_BACK }, (_, back) => now().year - back);

export function useSpan() {
  const route = useRoute();
  const router = useRouter();
  const { scope } = useStaff();

  const span = computed<Span>(() => {
    const { region, year, month } = route.query;
    return { region: text(region) || scope.value, year: Number(text(year)) || now().year, month: Number(text(month)) || undefined };
  });

  function go(change: Partial<Span>): void {
    const { region, year, month } = { ...span.value, ...change };
    void router.push({ path: route.path, query: { region, year: String(year), ...(month ? { month: String(month) } : {}) } });
  }

  return { span, scope, go };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
