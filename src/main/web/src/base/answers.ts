/** The last answers of the server that a page can go on with when the line is down; each person's apart. */
import { owner } from './owner';
import { shelf } from './shelf';

export interface KeptAnswer<T = unknown> {
  key: string;
  owner: string;
  value: T;
  /** When the server gave it, RFC 3339. */
  at: string;
}

const answers = shelf<KeptAnswer>('answers');
const keyOf = (name: string) => `${owner.value}/${name}`;

/** A browser that keeps nothing has nothing kept. */
export async function keepAnswer(name: string, value: unknown): Promise<void> {
  await answers.put({ key: keyOf(name), owner: owner.value, value, at: new Date().toISOString() }).catch(() => undefined);
}

export async function keptAnswer<T>(name: string): Promise<KeptAnswer<T> | undefined> {
  return (await answers.get(keyOf(name)).catch(() => undefined)) as KeptAnswer<T> | undefined;
}

/** This person's answers leave the phone. */
export async function leaveAnswers(): Promise<void> {
  const mine = (await answers.all().catch(() => [])).filter((one) => one.owner === owner.value);
  await Promise.all(mine.map(({ key }) => answers.remove(key)));
}
