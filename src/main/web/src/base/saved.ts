/** What the phone keeps that decides which feed it is shown; without any library, for it is read before the app is there. */
import type { Region, Session } from '../api';
import { kept, tabKept } from './storage';

export interface Login extends Session {
  /** Names this login on this phone, whatever its tokens are. */
  who: string;
}

export const SESSION_KEY = 'kepu.session';
export const REGION_KEY = 'kepu.region';
export const SIMPLE_KEY = 'kepu.simple';
export const EVERYONE_KEY = 'kepu.everyone';

export const savedLogin = () => tabKept.read<Login>(SESSION_KEY) ?? kept.read<Login>(SESSION_KEY);
export const savedRegion = () => kept.read<Region>(REGION_KEY);
export const savedSimple = () => kept.read<boolean>(SIMPLE_KEY) === true;
/** Which login asked in this tab for what everybody reads. */
export const savedEveryone = () => tabKept.read<string>(EVERYONE_KEY);
