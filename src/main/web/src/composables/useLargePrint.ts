/** Large print: a bigger base size from which everything scales, kept on the phone and in a resident's profile. */
import { ref } from 'vue';
import { api } from '../api';
import { session } from '../base/session';
import { kept } from '../base/storage';

const KEY = 'kepu.large';

const large = ref(kept.read<boolean>(KEY) === true);
show();

export function useLargePrint() {
  return { large, choose, adopt };
}

/** The person's choice; the phone follows at once, the profile when the line allows. */
async function choose(on: boolean): Promise<void> {
  apply(on);
  if (session.value?.role === 'resident') await api.changeMe({ largePrint: on });
}

/** Takes over the profile's choice on a phone where nothing else was chosen. */
function adopt(profile: boolean | undefined): void {
  if (profile === true || (profile === false && kept.read<boolean>(KEY) === null)) apply(profile);
}

function apply(on: boolean): void {
  large.value = on;
  kept.write(KEY, on);
  show();
}

function show(): void {
  document.documentElement.classList.toggle('large', large.value);
}
