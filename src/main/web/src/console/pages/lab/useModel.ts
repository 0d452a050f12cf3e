/** The models and which one is worked at: that of the feeds, unless another one has versions too and was chosen. */
import { computed, ref, shallowRef } from 'vue';
import { sentence } from '../../../base/failure';
import { useStaff } from '../../useStaff';
import * as api from './api';

const FEED = 'feed';
/** Digits of the code of a city. */
const CITY = 4;

const all = shallowRef<api.Model[] | null>(null);
const name = ref(FEED);
const loading = ref(false);
const failure = ref('');

export function useModel() {
  const { scope } = useStaff();
  const model = computed(() => all.value?.find((one) => one.name === name.value) ?? null);
  return {
    all,
    name,
    model,
    /** Worth choosing from. */
    choices: computed(() => (all.value ?? []).filter((one) => one.name === FEED || one.versions.length > 0).map((one) => one.name)),
    versions: computed(() => model.value?.versions ?? []),
    whole: computed(() => (model.value?.versions ?? []).filter((version) => !version.damaged)),
    live: computed(() => model.value?.live ?? null),
    /** A model serves all regions, so it takes the rights of a city or more to change what is live. */
    mayChange: computed(() => scope.value === '0' || scope.value.length <= CITY),
    loading,
    failure,
    load,
  };
}

async function load(): Promise<void> {
  if (loading.value) return;
  loading.value = true;
  failure.value = '';
  try {
    all.value = await api.models();
  } catch (thrown) {
    failure.value = sentence(thrown);
  } finally {
    loading.value = false;
  }
}
