/** Tells the server which cards were really seen: at least half of the card for a second, once a feed and item. */
import { onBeforeUnmount } from 'vue';
import { useEvents } from './useEvents';
import type { Placed } from './useFeed';

const SEEN_MILLIS = 1_000;
const SEEN_SHARE = 0.5;

export function useImpressions() {
  const { record } = useEvents();
  const places = new Map<Element, Placed>();
  const timers = new Map<Element, number>();
  const told = new Set<string>();
  const observer = new IntersectionObserver((entries) => entries.forEach(look), { threshold: SEEN_SHARE });

  function look(entry: IntersectionObserverEntry): void {
    window.clearTimeout(timers.get(entry.target));
    timers.delete(entry.target);
    if (entry.isIntersecting) timers.set(entry.target, window.setTimeout(() => seen(entry.target), SEEN_MILLIS));
  }

  function seen(element: Element): void {
    const placed = places.get(element);
    if (!placed || document.hidden || told.has(keyOf(placed))) return;
    told.add(keyOf(placed));
    record({ type: 'impression', item: placed.card.id, feed: placed.feed, position: placed.position });
  }

  /** A ref function for the element of a card; call it with null when the element goes. */
  function watch(element: Element | null, placed: Placed, before: Element | null): void {
    if (before && before !== element) {
      observer.unobserve(before);
      places.delete(before);
      window.clearTimeout(timers.get(before));
    }
    if (!element) return;
    places.set(element, placed);
    observer.observe(element);
  }

  onBeforeUnmount(() => observer.disconnect());
  return { watch };
}

const keyOf = (placed: Placed) => `${placed.feed}/${placed.card.id}`;
