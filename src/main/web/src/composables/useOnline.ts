/** Whether the server can be reached from here, as far as the phone knows. */
import { reached } from '../base/reach';

export function useOnline() {
  return { online: reached };
}
