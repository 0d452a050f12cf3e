/** Small JSON values kept in the browser; a browser that refuses storage is a browser that forgets. */
function read<T>(store: () => Storage, key: string): T | null {
  try {
    const text = store().getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

function write(store: () => Storage, key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) store().removeItem(key);
    else store().setItem(key, JSON.stringify(value));
  } catch {
    /* full or refused: the app works without */
  }
}

const local = () => window.localStorage;
const tab = () => window.sessionStorage;

/** Shared by all tabs, kept when the browser is closed. */
export const kept = {
  read: <T>(key: string) => read<T>(local, key),
  write: (key: string, value: unknown) => write(local, key, value),
};

/** Of this tab only. */
export const tabKept = {
  read: <T>(key: string) => read<T>(tab, key),
  write: (key: string, value: unknown) => write(tab, key, value),
};
