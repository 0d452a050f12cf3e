/** Names of regions for their codes, each asked once. */
import { reactive } from 'vue';
import { region } from './api';

const names = reactive<Record<string, string>>({ '0': '全国' });
const asked = new Set<string>(['0']);

/** 遂宁市船山区; the code until the name is there, nothing for none: a table also asks for a row without fields. */
export function regionName(code: string | undefined): string {
  if (code === undefined) return '';
  if (!asked.has(code)) {
    asked.add(code);
    void learn(code);
  }
  return names[code] ?? code;
}

/** 全国, 船山区, or 船山区、射洪市等 5 个地区. */
export function regionsWord(codes: readonly string[] = []): string {
  if (codes.length === 0) return '全国';
  const shown = codes.slice(0, 2).map(regionName).join('、');
  return codes.length > 2 ? `${shown}等 ${codes.length} 个地区` : shown;
}

async function learn(code: string): Promise<void> {
  try {
    const { path } = await region(code);
    names[code] = path.filter((one) => one.level !== 'country').slice(-2).map((one) => one.name).join('') || '全国';
  } catch {
    asked.delete(code);
  }
}
