/** Names of regions, groups, topics, theme days and items, each read once when it is first asked for. */
import { shallowReactive } from 'vue';
import { useVocabulary } from '../../../composables/useVocabulary';
import * as api from './api';
import type { Names } from './audience';

const regions = shallowReactive(new Map<string, string>());
const items = shallowReactive(new Map<string, string>());
const themes = shallowReactive(new Map<string, string>());
const asked = new Set<string>();

/** Reads it unless it was asked for before; what cannot be read is asked for again the next time. */
function once(key: string, read: () => Promise<void>): void {
  if (asked.has(key)) return;
  asked.add(key);
  read().catch(() => asked.delete(key));
}

function regionName(code: string): string {
  const name = regions.get(code);
  if (name !== undefined) return name;
  once(`region ${code}`, async () => void regions.set(code, (await api.region(code)).region.name));
  return code;
}

function itemTitle(id: string): string {
  const title = items.get(id);
  if (title !== undefined) return title;
  once(`item ${id}`, async () => void items.set(id, (await api.item(id)).title));
  return id;
}

function themeName(id: string): string {
  const name = themes.get(id);
  if (name !== undefined) return name;
  once('themes', async () => (await api.calendar()).days.forEach((day) => day.theme && themes.set(day.theme, day.name)));
  return id;
}

export function useNames() {
  const { vocabulary, groupName, topicName } = useVocabulary();
  const names: Names = { region: regionName, group: groupName, topic: topicName };
  return {
    vocabulary,
    names,
    regionName,
    groupName: (code: string) => groupName(code) || code,
    topicName: (code: string) => topicName(code) || code,
    itemTitle,
    themeName,
    /** A name that came with something else. */
    knowItem: (id: string, title: string) => void items.set(id, title),
    knowRegion: (code: string, name: string) => void regions.set(code, name),
  };
}
