/** The size of the print, up to twice the usual: from the second step on in the large-print layout, which the profile of a resident knows of too. */
import { computed, ref, watch } from 'vue';
import { api } from '../api';
import { session } from '../base/session';
import { simple } from '../base/simple';
import { kept } from '../base/storage';

const KEY = 'kepu.large';
const SIZE_KEY = 'kepu.size';
/** Of a browser's own size: 17, 24, 29 and 34 pixels where that is 16. */
const PERCENTS = ['106.25%', '150%', '181.25%', '212.5%'];
const NAMES = ['标准', '大', '特大', '最大'];
const LARGEST = PERCENTS.length - 1;

const level = ref(kept.read<boolean>(KEY) === true ? clamp(kept.read<number>(SIZE_KEY) ?? 1, 1) : 0);
const large = computed(() => level.value > 0);
show();
watch(simple, show);

export function useLargePrint() {
  return { large, level, names: NAMES, choose, resize, adopt };
}

/** The person's choice; the phone follows at once, the profile when the line allows. */
async function choose(on: boolean): Promise<void> {
  apply(on ? 1 : 0);
  if (session.value?.role === 'resident') await api.changeMe({ largePrint: on });
}

function resize(steps: number): void {
  const before = large.value;
  apply(clamp(level.value + steps, 0));
  if (large.value !== before && session.value?.role === 'resident') api.changeMe({ largePrint: large.value }).catch(() => undefined);
}

/** Takes over the profile's choice on a phone where nothing else was chosen. */
function adopt(profile: boolean | undefined): void {
  if (profile !== undefined && profile !== large.value && (profile || kept.read<boolean>(KEY) === null)) apply(profile ? 1 : 0);
}

function apply(chosen: number): void {
  level.value = chosen;
  kept.write(KEY, large.value);
  kept.write(SIZE_KEY, chosen);
  show();
}

/** Children get at least the first step of large print, whatever is chosen for others. */
function show(): void {
  const page = document.documentElement;
  const shown = Math.max(level.value, simple.value ? 1 : 0);
  page.classList.toggle('large', shown > 0);
  page.classList.toggle('simple', simple.value);
  page.style.fontSize = PERCENTS[shown] ?? '';
}

function clamp(wanted: number, least: number): number {
  return Math.max(least, Math.min(LARGEST, wanted));
}
