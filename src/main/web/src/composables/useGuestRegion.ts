/** The place that a guest chose to read for; the whole country until then. */
import { shallowRef } from 'vue';
import type { Region } from '../api';
import { REGION_KEY, savedRegion } from '../base/saved';
import { kept } from '../base/storage';

const region = shallowRef<Region | null>(savedRegion());

export function useGuestRegion() {
  return { region, choose };
}

function choose(place: Region | null): void {
  region.value = place;
  kept.write(REGION_KEY, place);
}
