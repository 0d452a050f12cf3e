/** What a resident wishes of pushes; each change is saved with its tap. */
import { computed, ref } from 'vue';
import { api, type PushSettings, type UnsubscribedKind } from '../api';
import { sentence } from '../base/failure';
import { useMe } from './useMe';
import { useNotice } from './useNotice';

const { me, load, adoptPush } = useMe();
const settings = computed(() => me.value?.push ?? null);
const busy = ref(false);

export function usePushSettings() {
  return { settings, busy, load, quiet, choose };
}

/** Own quiet hours; none between equal times; the ones of everybody without any. */
const quiet = (own: { from: string; until: string } | null, done: string) =>
  save(own ? api.setQuiet(own.from, own.until) : api.clearQuiet(), done);

/** Whether what a sender sends, or what is about a topic, is to come. */
const choose = (kind: UnsubscribedKind, code: string, name: string, on: boolean) =>
  on
    ? save(api.resubscribe(kind, code), `又能收到“${name}”了`)
    : save(api.unsubscribe(kind, code), `不再收“${name}”了`);

async function save(saving: Promise<PushSettings>, done: string): Promise<void> {
  busy.value = true;
  try {
    adoptPush(await saving);
    useNotice().tell(done);
  } catch (thrown) {
    useNotice().tell(sentence(thrown));
  } finally {
    busy.value = false;
  }
}
