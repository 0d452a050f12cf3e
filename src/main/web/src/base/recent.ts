/** What was searched for on this phone, the last first; it leaves the phone with a search only, and goes with the logout. */
import { shallowRef } from 'vue';
import { kept } from './storage';

const KEY = 'kepu.searches';
const LIMIT = 10;

const searches = shallowRef<readonly string[]>(kept.read<string[]>(KEY) ?? []);

export const recent = {
  searches,
  add: (query: string) => write([query, ...without(query)].slice(0, LIMIT)),
  forget: (query: string) => write(without(query)),
  clear: () => write([]),
};

const without = (query: string) => searches.value.filter((other) => other !== query);

function write(queries: string[]): void {
  searches.value = queries;
  kept.write(KEY, queries.length === 0 ? null : queries);
}
