/** Reads a server-sent event stream from a fetch response, for EventSource cannot send a token. */
export interface SseMessage {
  event: string;
  id: string | null;
  data: string;
}

const LINE_LIMIT_CHARS = 1_000_000;

export interface SseReader {
  message(message: SseMessage): void;
  /** Each sign of life. */
  sign(): void;
  /** The server asks to come back after so long when the stream ends. */
  retry(millis: number): void;
}

/** Calls back for what comes; ends when the stream does. */
export async function readEvents(body: ReadableStream<Uint8Array>, to: SseReader): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const block = new Block(to);
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    to.sign();
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_LIMIT_CHARS) throw new Error('a line of the event stream is too long');
    lines.forEach((line) => block.take(line.endsWith('\r') ? line.slice(0, -1) : line));
  }
}

class Block {
  private event = 'message';
  private id: string | null = null;
  private data: string[] = [];

  constructor(private readonly to: SseReader) {}

  take(line: string): void {
    if (line === '') return this.close();
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'id') this.id = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'retry' && /^\d{1,7}$/.test(value)) this.to.retry(Number(value));
  }

  private close(): void {
    if (this.data.length > 0 || this.event !== 'message') {
      this.to.message({ event: this.event, id: this.id, data: this.data.join('\n') });
    }
    this.event = 'message';
    this.id = null;
    this.data = [];
  }
}
