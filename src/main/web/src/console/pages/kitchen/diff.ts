/** A unified diff as rows that people read: what was taken out, what was put in, and where in a line. */
import { FIELD } from './words';

export interface Piece {
  text: string;
  changed: boolean;
}

export interface Row {
  kind: 'same' | 'out' | 'in' | 'gap';
  /** The field of the draft, or empty for the text. */
  field: string;
  pieces: Piece[];
}

/** `say` turns the value of a field, which may be a code, into words. */
export function rowsOf(diff: string, say: (field: string, value: string) => string): Row[] {
  const rows: Row[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = () => {
    rows.push(...paired(gone, come, say));
    gone = [];
    come = [];
  };
  for (const line of diff.split('\n').slice(2)) {
    if (line.startsWith('-')) gone.push(line.slice(1));
    else if (line.startsWith('+')) come.push(line.slice(1));
    else {
      flush();
      if (line.startsWith('@@')) rows.push({ kind: 'gap', field: '', pieces: [] });
      else if (line.trim() !== '') rows.push(row('same', line.slice(1), say));
    }
  }
  flush();
  return rows[0]?.kind === 'gap' ? rows.slice(1) : rows;
}

function paired(gone: string[], come: string[], say: (field: string, value: string) => string): Row[] {
  const out = gone.map((line) => row('out', line, say));
  const into = come.map((line) => row('in', line, say));
  out.forEach((before, at) => {
    const after = into[at];
    if (after && after.field === before.field) mark(before, after);
  });
  return [...out, ...into].filter((one) => one.pieces.some((piece) => piece.text !== '') || one.field !== '');
}

function row(kind: Row['kind'], line: string, say: (field: string, value: string) => string): Row {
  const named = /^([a-z]+): (.*)$/.exec(line);
  const field = named?.[1] ?? '';
  const text = named && field in FIELD ? say(field, named[2] ?? '') : line;
  return { kind, field: field in FIELD ? field : '', pieces: [{ text, changed: false }] };
}

/** Marks what lies between the common beginning and the common end of two lines. */
function mark(before: Row, after: Row): void {
  const old = Array.from(before.pieces[0]?.text ?? '');
  const fresh = Array.from(after.pieces[0]?.text ?? '');
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  before.pieces = cut(old, start, end);
  after.pieces = cut(fresh, start, end);
}

function cut(text: string[], start: number, end: number): Piece[] {
  const middle = text.length - end;
  return [
    { text: text.slice(0, start).join(''), changed: false },
    { text: text.slice(start, middle).join(''), changed: true },
    { text: text.slice(middle).join(''), changed: false },
  ].filter((piece) => piece.text !== '');
}
