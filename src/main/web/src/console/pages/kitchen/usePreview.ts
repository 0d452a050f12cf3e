/** What is being written as readers will see it, and what the style guide finds in it, soon after the typing rests. */
import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue';
import { sentence } from '../../../base/failure';
import * as api from './api';
import type { DraftForm } from './form';

const REST_MILLIS = 500;

export function usePreview(form: Ref<DraftForm>) {
  const html = ref('');
  const chars = ref(0);
  const faults = shallowRef<api.StyleFault[]>([]);
  const failure = ref('');
  let timer = 0;
  let turn = 0;

  async function read(): Promise<void> {
    const mine = ++turn;
    const { kind, title, summary, groups, keywords, source, authority, text } = form.value;
    try {
      const preview = await api.preview({ kind, title, summary, groups, keywords, source, authority, text });
      if (mine !== turn) return;
      html.value = preview.body;
      chars.value = preview.chars;
      faults.value = preview.faults;
      failure.value = '';
    } catch (thrown) {
      if (mine === turn) failure.value = sentence(thrown);
    }
  }

  watch(
    form,
    () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void read(), REST_MILLIS);
    },
    { deep: true, immediate: true },
  );
  onBeforeUnmount(() => window.clearTimeout(timer));

  return { html, chars, faults, failure };
}
