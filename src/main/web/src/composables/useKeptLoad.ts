/** As useLoad, and what was read before stands in where the line is down, with the time at which it was true. */
import { ref } from 'vue';
import { keepAnswer, keptAnswer } from '../base/answers';
import { ApiFailure } from '../base/failure';
import { useLoad } from './useLoad';

export function useKeptLoad<T>(name: string, read: () => Promise<T>) {
  /** Empty while what is shown is news. */
  const keptAt = ref('');

  async function readOrRecall(): Promise<T> {
    try {
      const value = await read();
      keptAt.value = '';
      void keepAnswer(name, value);
      return value;
    } catch (thrown) {
      const passing = thrown instanceof ApiFailure && thrown.passing;
      const kept = passing ? await keptAnswer<T>(name) : undefined;
      if (!kept) throw thrown;
      keptAt.value = kept.at;
      return kept.value;
    }
  }

  return { ...useLoad(readOrRecall), keptAt };
}
