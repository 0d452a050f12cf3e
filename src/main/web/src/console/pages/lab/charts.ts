/** Charts of figures with their intervals. */
import type { EChartsCoreOption } from 'echarts/core';

export interface Point {
  name: string;
  value: number;
  low: number;
  high: number;
  /** How many people it was measured on, where that is told. */
  users?: number | undefined;
}

export interface Row {
  name: string;
  points: (Point | null)[];
}

const COLOURS = ['#0d5f52', '#d98300', '#2f6db3', '#6b7a1e'];
const ROW_REM = 2.6;

/** How high a chart of so many rows should be. */
export const heightOf = (rows: number) => `${Math.max(3, rows) * ROW_REM + 5}rem`;

/**
 * A dot and a line from low to high for each row and series, rows from the top down; `say` writes a value.
 */
export function intervals(series: string[], rows: Row[], say: (value: number) => string, axis: string, zero = false): EChartsCoreOption {
  const names = rows.map((row) => row.name);
  return {
    grid: { left: 12, right: 24, top: 40, bottom: 40, containLabel: true },
    legend: { top: 0, data: series },
    tooltip: { trigger: 'item' },
    xAxis: { type: 'value', scale: !zero, name: axis, nameLocation: 'middle', nameGap: 28, axisLabel: { formatter: (value: number) => say(value) } },
    yAxis: { type: 'category', data: names, inverse: true, axisTick: { show: false } },
    series: series.flatMap((name, at) => [bars(name, at, series.length, rows), dots(name, at, series.length, rows, say)]),
  };
}

/** Where a series stands within a row, in shares of the row. */
const offset = (at: number, count: number) => ((at + 0.5) / count - 0.5) * 0.7;

function dots(name: string, at: number, count: number, rows: Row[], say: (value: number) => string) {
  return {
    name,
    type: 'custom',
    color: COLOURS[at],
    encode: { x: 1, y: 0 },
    data: rows.map((row, place) => [place, row.points[at]?.value ?? null]),
    tooltip: { formatter: (found: { dataIndex: number }) => told(name, rows[found.dataIndex], rows[found.dataIndex]?.points[at], say) },
    renderItem: (_params: unknown, api: Api) => {
      if (Number.isNaN(api.value(1))) return null;
      const [x, y] = api.coord([api.value(1), api.value(0)]);
      const size = api.size([0, 1])[1] ?? 0;
      return { type: 'circle', shape: { cx: x, cy: (y ?? 0) + size * offset(at, count), r: 5 }, style: { fill: COLOURS[at] } };
    },
  };
}

function bars(name: string, at: number, count: number, rows: Row[]) {
  return {
    name,
    type: 'custom',
    color: COLOURS[at],
    encode: { x: [1, 2], y: 0 },
    silent: true,
    data: rows.map((row, place) => [place, row.points[at]?.low ?? null, row.points[at]?.high ?? null]),
    renderItem: (_params: unknown, api: Api) => {
      if (Number.isNaN(api.value(1))) return null;
      const [from, y = 0] = api.coord([api.value(1), api.value(0)]);
      const [to] = api.coord([api.value(2), api.value(0)]);
      const line = y + (api.size([0, 1])[1] ?? 0) * offset(at, count);
      return { type: 'line', shape: { x1: from, y1: line, x2: to, y2: line }, style: { stroke: COLOURS[at], lineWidth: 3, opacity: 0.45 } };
    },
  };
}

interface Api {
  value: (dimension: number) => number;
  coord: (at: number[]) => number[];
  size: (of: number[]) => number[];
}

function told(series: string, row: Row | undefined, point: Point | null | undefined, say: (value: number) => string): string {
  if (!row || !point) return series;
  const people = point.users === undefined ? '' : `\n${point.users} 人`;
  return `${row.name}\n${series}：${say(point.value)}\n可信范围 ${say(point.low)} 到 ${say(point.high)}${people}`;
}

/** The same in words. */
export function inWords(series: string[], rows: Row[], say: (value: number) => string): string {
  return rows
    .map((row) => `${row.name}：${row.points.map((point, at) => (point ? `${series[at]} ${say(point.value)}` : '')).filter(Boolean).join('，')}`)
    .join('；');
}
