/** All checked claims, read once: there are some hundreds, and an editor picks among them. */
import { shallowRef } from 'vue';
import { sentence } from '../../../base/failure';
import * as api from './api';

const MOST_PAGES = 20;

const all = shallowRef<api.Claim[]>([]);
const failure = shallowRef('');
let asked: Promise<void> | null = null;

export function useClaims() {
  asked ??= read();
  return { claims: all, failure };
}

async function read(): Promise<void> {
  failure.value = '';
  try {
    const found: api.Claim[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { claims, next } = await api.claims({ size: 100, cursor });
      found.push(...claims);
      cursor = next;
      if (cursor === undefined) break;
    }
    all.value = found;
  } catch (thrown) {
    asked = null;
    failure.value = sentence(thrown);
  }
}
