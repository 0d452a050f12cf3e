/** The recommendation list: pages of cards, each card remembering its feed and position for the events about it. */
import { ref, shallowRef } from 'vue';
import { api, type Card } from '../api';
import { everyone } from '../base/everyone';
import { sentence } from '../base/failure';
import { feedQuery } from '../base/firstFeed';
import { session } from '../base/session';
import { simple } from '../base/simple';
import { useBulletins } from './useBulletins';
import { useGuestRegion } from './useGuestRegion';

export interface Placed {
  card: Card;
  feed: string;
  position: number;
}

export function useFeed() {
  const { region } = useGuestRegion();
  const cards = shallowRef<Placed[]>([]);
  const next = ref<string | undefined>();
  const loading = ref(false);
  const loaded = ref(false);
  const forChildren = ref(false);
  const failure = ref('');
  let placed = 0;
  let turn = 0;

  async function take(cursor: string | undefined): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    failure.value = '';
    try {
      const answer = await api.feed(page(cursor));
      if (mine !== turn) return;
      useBulletins().replace(answer.bulletins);
      if (cursor === undefined) placed = 0;
      const news = answer.items.map((card) => ({ card, feed: answer.feed, position: placed++ }));
      cards.value = cursor === undefined ? news : joined(cards.value, news);
      next.value = answer.next;
      forChildren.value = answer.readers === 'children';
      loaded.value = true;
    } catch (thrown) {
      if (mine === turn) failure.value = sentence(thrown);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  const page = (cursor: string | undefined) =>
    feedQuery({ children: simple.value, everyone: everyone.value }, session.value ? undefined : region.value?.code, cursor);

  function remove(id: string): void {
    cards.value = cards.value.filter(({ card }) => card.id !== id);
  }

  return { cards, next, loading, loaded, forChildren, failure, remove, refresh: () => take(undefined), more: () => take(next.value) };
}

function joined(before: Placed[], news: Placed[]): Placed[] {
  const known = new Set(before.map(({ card }) => card.id));
  return [...before, ...news.filter(({ card }) => !known.has(card.id))];
}
