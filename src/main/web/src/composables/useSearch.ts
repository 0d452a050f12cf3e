/** One search after another: its hits page by page, what they can be narrowed by, and only the answer to what was asked last. */
import { computed, ref, shallowRef } from 'vue';
import { api, type Facets, type Hit, type SearchFilters } from '../api';
import { sentence } from '../base/failure';
import { newId } from '../base/ids';
import { session } from '../base/session';
import { readers } from '../base/simple';
import { useGuestRegion } from './useGuestRegion';

const PAGE_SIZE = 20;

export interface Asked {
  text: string;
  filters: SearchFilters;
}

export function useSearch() {
  const { region } = useGuestRegion();
  const asked = shallowRef<Asked | null>(null);
  const hits = shallowRef<Hit[]>([]);
  const total = ref(0);
  const facets = shallowRef<Facets | null>(null);
  const regionNames = shallowRef<Record<string, string>>({});
  const didYouMean = ref('');
  const next = ref<string | undefined>();
  const loading = ref(false);
  /** Whether the hits are those of what was asked last. */
  const loaded = ref(false);
  const failure = ref('');
  /** Names this search in the events about its hits, without its words. */
  const feed = ref('');
  let turn = 0;

  function ask(what: Asked): Promise<void> {
    asked.value = what;
    loaded.value = false;
    feed.value = `search:${newId()}`;
    return take(what, undefined);
  }

  async function take(what: Asked, cursor: string | undefined): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    failure.value = '';
    try {
      const answer = await api.search({ q: what.text, ...what.filters, ...page(cursor) });
      if (mine !== turn) return;
      hits.value = cursor === undefined ? answer.hits : joined(hits.value, answer.hits);
      next.value = answer.next;
      if (cursor !== undefined) return;
      total.value = answer.total;
      facets.value = answer.facets;
      regionNames.value = { ...regionNames.value, ...answer.regionNames };
      didYouMean.value = answer.didYouMean ?? '';
      loaded.value = true;
    } catch (thrown) {
      if (mine === turn) failure.value = sentence(thrown);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  function page(cursor: string | undefined) {
    const place = session.value ? undefined : region.value?.code;
    return { size: PAGE_SIZE, ...readers(), ...(cursor === undefined ? {} : { cursor }), ...(place ? { region: place } : {}) };
  }

  function clear(): void {
    turn++;
    asked.value = null;
    hits.value = [];
    loaded.value = false;
    loading.value = false;
    failure.value = '';
  }

  const again = () => (asked.value ? ask(asked.value) : Promise.resolve());
  const more = () => (asked.value && next.value !== undefined ? take(asked.value, next.value) : Promise.resolve());
  const hasMore = computed(() => next.value !== undefined);
  return { asked, hits, total, facets, regionNames, didYouMean, loading, loaded, failure, feed, hasMore, ask, again, more, clear };
}

function joined(before: Hit[], news: Hit[]): Hit[] {
  const known = new Set(before.map(({ item }) => item.id));
  return [...before, ...news.filter(({ item }) => !known.has(item.id))];
}
