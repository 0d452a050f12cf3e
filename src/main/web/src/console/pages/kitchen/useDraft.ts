/**
 * A draft that saves itself: what is typed is kept in this browser at once and goes to the server when the typing rests. A new draft is made
 * there as soon as it has what the server wants.
 */
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { ApiFailure, sentence } from '../../../base/failure';
import { newId } from '../../../base/ids';
import { kept } from '../../../base/storage';
import { useStaff } from '../../useStaff';
import * as api from './api';
import { changes, emptyForm, formOf, lacking, pointed, type DraftForm, type Remarks } from './form';

const REST_MILLIS = 1_500;
const AGAIN_MILLIS = 10_000;

interface Copy {
  form: DraftForm;
  note: string;
  /** Which version and revision of the server's it goes on from; 0 for none. */
  version: number;
  revision: number;
}

export function useDraft(onMade: (item: string) => void) {
  const { me, scope, read } = useStaff();
  const item = ref('');
  const form = ref<DraftForm>(emptyForm(scope.value));
  /** What readers are told was corrected; of corrections only. */
  const note = ref('');
  const version = shallowRef<api.ItemVersion | null>(null);
  const saving = ref(false);
  const savedAt = ref('');
  const failure = ref('');
  const remarks = ref<Remarks>({});
  const restored = ref(false);
  const lacks = computed(() => lacking(form.value, scope.value));
  /** The first call of a new draft, said again in the same words until it is answered. */
  let first: { key: string; body: api.ItemDraft } | null = null;
  let timer = 0;
  /** One call after the other. */
  let last: Promise<unknown> = Promise.resolve();
  let gone = false;

  const copyKey = () => `kepu.draft.${me.value?.id ?? ''}.${item.value || 'new'}`;
  const stored = computed(() => (version.value ? formOf(version.value.content) : null));
  const pending = computed(() => (stored.value ? changes(form.value, stored.value) : null));
  const isCorrection = computed(() => version.value?.corrects !== undefined);
  const noteChanged = computed(() => isCorrection.value && note.value.trim().length >= 2 && note.value !== version.value?.note);
  const dirty = computed(() => (pending.value ? Object.keys(pending.value).length > 0 || noteChanged.value : form.value.title + form.value.text !== ''));

  /** Opens an item's draft, or a new one with ''. */
  async function open(id: string): Promise<void> {
    window.clearTimeout(timer);
    item.value = id;
    version.value = null;
    failure.value = '';
    remarks.value = {};
    if (!me.value) await read();
    const current = id === '' ? null : (await api.item(id)).current;
    version.value = current;
    form.value = current ? formOf(current.content) : emptyForm(scope.value);
    note.value = current?.note ?? '';
    restore();
  }

  function restore(): void {
    const copy = kept.read<Copy>(copyKey());
    restored.value = copy !== null && copy.version === (version.value?.version ?? 0) && copy.revision === (version.value?.revision ?? 0);
    if (!copy || !restored.value) return;
    form.value = copy.form;
    note.value = copy.note;
  }

  function adopt(answer: api.ItemVersion): void {
    version.value = answer;
    item.value = answer.item;
  }

  /** Stores everything that was typed until now; true when the server has it. */
  function save(): Promise<boolean> {
    window.clearTimeout(timer);
    const mine = last.then(store);
    last = mine;
    return mine;
  }

  async function store(): Promise<boolean> {
    if (!dirty.value || lacks.value.length > 0) return !dirty.value;
    const sent = JSON.stringify([form.value, note.value]);
    saving.value = true;
    failure.value = '';
    try {
      if (item.value === '') await make();
      else adopt(await api.change(item.value, { ...pending.value, ...(noteChanged.value ? { note: note.value } : {}) }));
      remarks.value = {};
      savedAt.value = new Date().toISOString();
      if (!dirty.value) kept.write(copyKey(), null);
    } catch (thrown) {
      refuse(thrown);
    } finally {
      saving.value = false;
    }
    if (failure.value === '' && !gone && sent !== JSON.stringify([form.value, note.value])) timer = window.setTimeout(() => void save(), REST_MILLIS);
    return failure.value === '' && !dirty.value;
  }

  /** Names in the draft what was uploaded, or takes it away with null; what was typed goes first. True when the server has it. */
  function attach(fields: Pick<api.ItemChange, 'audio' | 'poster'>): Promise<boolean> {
    const mine = save().then(async () => {
      if (item.value === '') return false;
      try {
        adopt(await api.change(item.value, fields));
        savedAt.value = new Date().toISOString();
        keepCopy();
        return true;
      } catch (thrown) {
        failure.value = sentence(thrown);
        return false;
      }
    });
    last = mine;
    return mine;
  }

  async function make(): Promise<void> {
    first ??= { key: newId(), body: JSON.parse(JSON.stringify(form.value)) as api.ItemDraft };
    const answer = await api.draft(first.body, first.key);
    first = null;
    kept.write(copyKey(), null);
    adopt(answer);
    if (!gone) onMade(answer.item);
  }

  function refuse(thrown: unknown): void {
    const told = pointed(thrown instanceof ApiFailure ? thrown.faults : []);
    remarks.value = told.remarks;
    const atFields = Object.keys(told.remarks).length > 0;
    failure.value = atFields ? ['有几处要改，请看标红的地方。', ...told.rest].join('') : sentence(thrown);
    if (!(thrown instanceof ApiFailure) || !thrown.passing) first = null;
    else if (!gone) timer = window.setTimeout(() => void save(), AGAIN_MILLIS);
  }

  function keepCopy(): void {
    const copy: Copy = { form: form.value, note: note.value, version: version.value?.version ?? 0, revision: version.value?.revision ?? 0 };
    kept.write(copyKey(), dirty.value ? copy : null);
  }

  watch(
    [form, note],
    () => {
      keepCopy();
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void save(), REST_MILLIS);
    },
    { deep: true },
  );
  onBeforeUnmount(() => {
    gone = true;
    void save();
  });

  return { item, form, note, version, saving, savedAt, failure, remarks, restored, lacks, dirty, isCorrection, open, save, attach, adopt };
}
