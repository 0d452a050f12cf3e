/** The profile of who is logged in. */
import { computed, shallowRef, watch } from 'vue';
import { api, type Me, type ProfileChange, type PushSettings } from '../api';
import { keepAnswer, keptAnswer } from '../base/answers';
import { ApiFailure } from '../base/failure';
import { session } from '../base/session';
import { placeWords } from '../base/words';
import { useLargePrint } from './useLargePrint';

const KEPT = 'me';

const me = shallowRef<Me | null>(null);
const role = computed(() => session.value?.role ?? null);
const place = computed(() => placeWords(me.value?.region.name));

export function useMe() {
  return { me, role, place, load, change, personalise, adopt, adoptPush };
}

watch(
  () => session.value?.who,
  () => (me.value = null),
);

/** Without a line, as it was when there was one. */
async function load(): Promise<Me> {
  const profile = await api.me().then(remember, recall);
  me.value = profile;
  useLargePrint().adopt(profile.largePrint);
  return profile;
}

function remember(profile: Me): Me {
  void keepAnswer(KEPT, profile);
  return profile;
}

async function recall(thrown: unknown): Promise<Me> {
  const kept = thrown instanceof ApiFailure && thrown.passing ? await keptAnswer<Me>(KEPT) : undefined;
  if (!kept) throw thrown;
  return kept.value;
}

async function change(changes: ProfileChange): Promise<void> {
  me.value = await api.changeMe(changes);
}

async function personalise(on: boolean): Promise<void> {
  me.value = await api.personalisation(on);
}

/** What another call answered about the profile. */
function adopt(profile: Me): void {
  me.value = profile;
}

/** What a call on the push settings answered. */
function adoptPush(push: PushSettings): void {
  if (me.value) me.value = { ...me.value, push };
}
