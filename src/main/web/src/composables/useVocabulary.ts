/** The names of topics and groups, read once and kept on the phone. */
import { shallowRef } from 'vue';
import { api, type Term, type Vocabulary } from '../api';
import { kept } from '../base/storage';

const KEY = 'kepu.vocabulary';

const vocabulary = shallowRef<Vocabulary>(kept.read<Vocabulary>(KEY) ?? { topics: [], groups: [] });
let asked: Promise<void> | null = null;

export function useVocabulary() {
  asked ??= refresh();
  return {
    vocabulary,
    topicName: (code: string) => nameIn(vocabulary.value.topics, code),
    groupName: (code: string) => nameIn(vocabulary.value.groups, code),
  };
}

async function refresh(): Promise<void> {
  try {
    vocabulary.value = await api.vocabulary();
    kept.write(KEY, vocabulary.value);
  } catch {
    asked = null;
  }
}

function nameIn(terms: Term[], code: string): string {
  return terms.find((term) => term.code === code)?.name ?? '';
}
