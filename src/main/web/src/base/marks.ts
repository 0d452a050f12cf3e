/** Words that the server marked with <em>…</em>, cut into parts: what is shown is text only, whatever else it holds. */
export interface Part {
  text: string;
  marked: boolean;
}

const MARK = /(<em>|<\/em>)/;

export function parts(marked: string): Part[] {
  let inside = false;
  const found: Part[] = [];
  for (const piece of marked.split(MARK)) {
    if (piece === '<em>') inside = true;
    else if (piece === '</em>') inside = false;
    else if (piece !== '') found.push({ text: plain(piece), marked: inside });
  }
  return found;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** The server escapes what is not a mark, so that a marked text could also stand in HTML. */
const plain = (text: string) => text.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
