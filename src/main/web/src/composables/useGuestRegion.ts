/** The place that a guest chose to read for; the whole country until then. */
import { shallowRef } from 'vue';
import type { Region } from '../api';
import { kept } from '../base/storage';

const KEY = 'kepu.region';

const region = shallowRef<Region | null>(kept.read<Region>(KEY));

export function useGuestRegion() {
  return { region, choose };
}

function choose(place: Region | null): void {
  region.value = place;
  kept.write(KEY, place);
}
