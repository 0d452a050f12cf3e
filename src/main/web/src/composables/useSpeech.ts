/**
 * Reading aloud with the phone's own voice, part by part: some browsers stop a long speech after a quarter of a minute, and some cannot pause, so
 * a pause ends the part that is being spoken and going on begins it again.
 */
import { onBeforeUnmount, ref } from 'vue';

/** How fast, 1 is the voice's own speed. */
export const SPEEDS = [
  { rate: 0.75, name: '慢' },
  { rate: 1, name: '正常' },
  { rate: 1.3, name: '快' },
] as const;
const LONGEST_PART_CHARS = 120;

export type SpeechState = 'off' | 'speaking' | 'paused';

/** False where the browser cannot speak at all. */
export const canSpeak = typeof window.speechSynthesis === 'object' && typeof window.SpeechSynthesisUtterance === 'function';

export function useSpeech(texts: string[], lang: string) {
  const parts = texts.flatMap(cut);
  const state = ref<SpeechState>('off');
  const rate = ref<number>(1);
  const failed = ref(false);
  let at = 0;
  /** Parts of an earlier turn that still end are not answered. */
  let turn = 0;

  function go(): void {
    failed.value = false;
    state.value = 'speaking';
    say(++turn);
  }

  function pause(): void {
    silence();
    state.value = 'paused';
  }

  function stop(): void {
    silence();
    at = 0;
    state.value = 'off';
  }

  function setRate(wanted: number): void {
    rate.value = wanted;
    if (state.value !== 'speaking') return;
    silence();
    say(turn);
  }

  function silence(): void {
    turn++;
    window.speechSynthesis.cancel();
  }

  function say(mine: number): void {
    const text = parts[at];
    if (text === undefined) return stop();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = lang;
    utterance.rate = rate.value;
    const voice = voiceFor(lang);
    if (voice) utterance.voice = voice;
    utterance.onend = () => {
      if (mine !== turn) return;
      at++;
      say(mine);
    };
    utterance.onerror = () => {
      if (mine !== turn) return;
      stop();
      failed.value = true;
    };
    window.speechSynthesis.speak(utterance);
  }

  onBeforeUnmount(() => canSpeak && silence());
  return { state, rate, failed, go, pause, stop, setRate };
}

const primary = (lang: string) => lang.slice(0, 2).toLowerCase();

function voiceFor(lang: string): SpeechSynthesisVoice | undefined {
  const voices = window.speechSynthesis.getVoices().filter((voice) => primary(voice.lang) === primary(lang));
  return voices.find((voice) => voice.lang.replace('_', '-').toLowerCase() === lang.toLowerCase()) ?? voices[0];
}

/** Whole sentences, as many as a part may hold. */
function cut(text: string): string[] {
  const found: string[] = [];
  let part = '';
  for (const sentence of sentences(text)) {
    if (part !== '' && part.length + sentence.length > LONGEST_PART_CHARS) {
      found.push(part);
      part = '';
    }
    part += sentence;
  }
  return part.trim() === '' ? found : [...found, part];
}

const sentences = (text: string) => text.match(/[^。！？；!?;\n]+[。！？；!?;\n]*/g) ?? [];
