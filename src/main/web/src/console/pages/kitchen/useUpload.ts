/**
 * A video, recording or picture on its way to the server in pieces. After a broken line or a closed browser the same file goes on where the server stopped; its
 * SHA-256 is reckoned on the way, piece by piece, so that large files need no memory.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import { ApiFailure, sentence } from '../../../base/failure';
import { kept } from '../../../base/storage';
import { useStaff } from '../../useStaff';
import * as api from './api';

/** Small enough to come through a slow line within the time of a request. */
const PIECE_BYTES = 1 << 20;
const READ_BYTES = 4 << 20;
const LOOK_MILLIS = { video: 2_000, recording: 500, poster: 500 };
const TRIES = 5;

interface Begun {
  id: string;
  /** Name, size and date of the file, by which it is known again. */
  file: string;
}

export function useUpload<T extends api.Upload>(use: T['use']) {
  const file = shallowRef<File | null>(null);
  const video = shallowRef<T | null>(null);
  const running = ref(false);
  const resumed = ref(false);
  const failure = ref('');
  const sent = computed(() => (video.value && file.value ? Math.floor((video.value.offset / file.value.size) * 100) : 0));
  const isWhole = computed(() => video.value !== null && file.value !== null && video.value.offset >= file.value.size);
  const { me, read } = useStaff();
  const key = () => `kepu.upload.${me.value?.id ?? ''}${use === 'video' ? '' : `.${use}`}`;
  let stopped = false;
  let timer = 0;

  async function start(chosen: File): Promise<void> {
    file.value = chosen;
    video.value = null;
    resumed.value = false;
    await goOn();
  }

  /** Begins, or goes on with what the server has of this file. */
  async function goOn(): Promise<void> {
    const chosen = file.value;
    if (!chosen || running.value) return;
    running.value = true;
    stopped = false;
    failure.value = '';
    try {
      if (!me.value) await read();
      video.value = (await earlier(chosen)) ?? (await begin(chosen));
      await send(chosen);
    } catch (thrown) {
      failure.value = sentence(thrown);
    } finally {
      running.value = false;
    }
  }

  async function earlier(chosen: File): Promise<T | null> {
    const begun = kept.read<Begun>(key());
    if (!begun || begun.file !== nameOf(chosen)) return null;
    try {
      const found = await api.upload<T>(use, begun.id);
      resumed.value = found.offset > 0;
      return found.state === 'open' ? found : null;
    } catch (thrown) {
      if (thrown instanceof ApiFailure && thrown.status === 404) return null;
      throw thrown;
    }
  }

  async function begin(chosen: File): Promise<T> {
    const begun = await api.beginUpload<T>(use, chosen.name, chosen.size);
    kept.write(key(), { id: begun.id, file: nameOf(chosen) });
    return begun;
  }

  async function send(chosen: File): Promise<void> {
    let tries = 0;
    while (video.value && video.value.offset < chosen.size && !stopped) {
      const { id, offset, chunkBytes } = video.value;
      const piece = chosen.slice(offset, offset + Math.min(chunkBytes, PIECE_BYTES));
      try {
        video.value = await api.appendUpload<T>(use, id, offset, piece);
        tries = 0;
      } catch (thrown) {
        const isOdd = thrown instanceof ApiFailure && (thrown.passing || thrown.type === 'urn:kepu:upload-offset');
        if (!isOdd || ++tries >= TRIES) throw thrown;
        video.value = await api.upload<T>(use, id);
      }
    }
  }

  /** Hands the whole of it over with what is to be known of it, and looks until it is ready or refused. */
  async function complete(about: object): Promise<void> {
    if (!file.value || !video.value) return;
    running.value = true;
    failure.value = '';
    try {
      video.value = await api.completeUpload<T>(use, video.value.id, { ...about, sha256: await digest(file.value) });
      kept.write(key(), null);
      look();
    } catch (thrown) {
      running.value = false;
      failure.value = sentence(thrown);
      throw thrown;
    }
  }

  function look(): void {
    timer = window.setTimeout(async () => {
      try {
        if (video.value) video.value = await api.upload<T>(use, video.value.id);
        if (video.value?.state === 'waiting') return look();
        if (video.value?.state === 'failed') failure.value = video.value.detail ?? '这个文件没有做成。';
      } catch (thrown) {
        if (thrown instanceof ApiFailure && thrown.passing) return look();
        failure.value = sentence(thrown);
      }
      running.value = false;
    }, LOOK_MILLIS[use]);
  }

  async function cancel(): Promise<void> {
    const open = video.value?.state === 'open' ? video.value.id : undefined;
    clear();
    if (open) await api.cancelUpload(use, open).catch(() => undefined);
  }

  /** Makes place for another file. */
  function clear(): void {
    stopped = true;
    kept.write(key(), null);
    file.value = null;
    video.value = null;
    failure.value = '';
  }

  onBeforeUnmount(() => {
    stopped = true;
    window.clearTimeout(timer);
  });

  return { file, video, running, resumed, failure, sent, isWhole, start, goOn, pause: () => (stopped = true), complete, cancel, clear };
}

const nameOf = (file: File) => `${file.name} ${file.size} ${file.lastModified}`;

async function digest(file: File): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += READ_BYTES) {
    hash.update(new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
