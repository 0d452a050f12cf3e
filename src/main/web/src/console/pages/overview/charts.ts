/** What the charts of 总览 draw. */
import type { EChartsCoreOption } from 'echarts/core';
import { ROUTE } from '../../../base/words';
import type { Route } from '../../../api';
import type { Cell, Line, Overview } from './api';
import { isToCome, percent, ratio, told } from './figures';

/** From nobody to everybody reached; each step is told from the next one also in grey. */
const STEPS = ['#eef4f2', '#cfe3de', '#9cc6bd', '#5d9f92', '#2b7568', '#0d4a40'];
const UNKNOWN = '#d9d6ce';
const LIGHT_FROM = 3;

const step = (share: number): number => Math.min(STEPS.length - 1, Math.floor(share * STEPS.length));

export function treemap(cells: Cell[]): EChartsCoreOption {
  return {
    tooltip: { formatter: (item: { data?: { said?: string } }) => item.data?.said ?? '' },
    series: [
      {
        type: 'treemap',
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        top: 4,
        bottom: 4,
        left: 0,
        right: 0,
        itemStyle: { borderColor: '#fff', borderWidth: 2, gapWidth: 2 },
        data: cells.map((cell) => ({
          name: cell.name,
          code: cell.code,
          value: cell.residents.people ?? 0,
          said: `${cell.name}\n登记居民 ${told(cell.residents)} 人，服务到 ${told(cell.reached)} 人\n覆盖率 ${percent(cell.share)}，人均 ${ratio(cell.perHead)} 人次`,
          itemStyle: { color: cell.share === undefined ? UNKNOWN : (STEPS[step(cell.share)] ?? UNKNOWN) },
          label: {
            formatter: `${cell.name}\n${percent(cell.share)}`,
            color: cell.share !== undefined && step(cell.share) >= LIGHT_FROM ? '#fff' : '#1c2624',
            lineHeight: 18,
          },
        })),
      },
    ],
  };
}

/** Months by route, one on the other, and the residents reached as a line. */
export function trend(overview: Overview): EChartsCoreOption {
  const routes = overview.routes.filter((route) => route.services.people !== 0);
  const drawn = (month: Overview['months'][number], people: number | undefined) => (isToCome(overview, month.month) ? null : (people ?? null));
  return {
    tooltip: { trigger: 'axis' },
    legend: { top: 0 },
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: overview.months.map((month) => `${month.month}月`) },
    yAxis: [
      { type: 'value', name: '人次', minInterval: 1 },
      { type: 'value', name: '居民（人）', minInterval: 1, splitLine: { show: false } },
    ],
    series: [
      ...routes.map((route) => ({
        type: 'bar',
        stack: 'route',
        name: routeWord(route.code),
        barMaxWidth: 42,
        data: overview.months.map((month) => drawn(month, month.routes.find((one) => one.code === route.code)?.people)),
      })),
      { type: 'line', name: '服务到的居民', yAxisIndex: 1, symbolSize: 7, color: '#1c2624', data: overview.months.map((month) => drawn(month, month.reached.people)) },
    ],
  };
}

/** Shares of residents reached, one bar a line; those whose share is not told are left to the table. */
export const sharesTold = (lines: Line[]): Line[] => lines.filter((line) => line.share !== undefined);

export function shares(lines: Line[]): EChartsCoreOption {
  const drawn = sharesTold(lines).reverse();
  return {
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${String(value)}%` },
    grid: { left: 8, right: 56, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: 'value', max: 100, axisLabel: { formatter: '{value}%' } },
    yAxis: { type: 'category', data: drawn.map((line) => line.name) },
    series: [
      {
        type: 'bar',
        name: '覆盖率',
        barMaxWidth: 22,
        label: { show: true, position: 'right', formatter: '{c}%' },
        data: drawn.map((line) => Math.round((line.share ?? 0) * 1000) / 10),
      },
    ],
  };
}

export const routeWord = (code: string): string => ROUTE[code as Route] ?? code;
