/** Names of groups, topics and regions, read when they are first needed. */
import { reactive, shallowRef } from 'vue';
import type { Wire } from '../../../base/wire';
import * as api from './api';

export interface Term {
  code: string;
  name: string;
}

const vocabulary = shallowRef<{ topics: Term[]; groups: Term[] }>({ topics: [], groups: [] });
const regions = reactive(new Map<string, string>());
let asked: Promise<void> | null = null;

export function useNames() {
  asked ??= api.vocabulary().then(
    (found) => void (vocabulary.value = { topics: terms(found.topics), groups: terms(found.groups) }),
    () => void (asked = null),
  );
  return {
    vocabulary,
    groupName: (code: string) => vocabulary.value.groups.find((one) => one.code === code)?.name ?? code,
    topicName: (code: string) => vocabulary.value.topics.find((one) => one.code === code)?.name ?? code,
    regionName,
  };
}

function terms(all: Wire<'Vocabulary'>['topics']): Term[] {
  return all.map(({ code = '', name = '' }) => ({ code, name }));
}

/** The name, once it is known; the code until then. */
function regionName(code: string | undefined): string {
  // a table asks for its first row before it has one
  if (!code) return '';
  const known = regions.get(code);
  if (known !== undefined) return known;
  queueMicrotask(() => void ask(code));
  return code;
}

async function ask(code: string): Promise<void> {
  if (regions.has(code)) return;
  regions.set(code, code);
  const found = await api.region(code).catch(() => null);
  if (found) regions.set(code, found.name);
}
