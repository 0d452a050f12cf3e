/** Sending a form: what the server refused stands at the field that its pointer names, the rest in one sentence. */
import { ref } from 'vue';
import { ApiFailure, sentence } from '../../../base/failure';

export function useForm() {
  const busy = ref(false);
  const failure = ref('');
  /** By the last name of the pointer: /given/topic is topic, ?topic too. */
  const wrong = ref<Record<string, string[]>>({});

  /** What the call gave; null when it was refused. */
  async function send<T>(call: () => Promise<T>): Promise<{ value: T } | null> {
    if (busy.value) return null;
    busy.value = true;
    failure.value = '';
    wrong.value = {};
    try {
      return { value: await call() };
    } catch (thrown) {
      refuse(thrown);
      return null;
    } finally {
      busy.value = false;
    }
  }

  function refuse(thrown: unknown): void {
    failure.value = sentence(thrown);
    for (const fault of thrown instanceof ApiFailure ? thrown.faults : []) {
      const field = /([A-Za-z0-9]+)(?:\/\d+)?$/.exec(fault.pointer)?.[1];
      if (field !== undefined) (wrong.value[field] ??= []).push(fault.detail);
    }
  }

  return { busy, failure, wrong, send };
}
