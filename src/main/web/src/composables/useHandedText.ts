/** A text that another page handed on with the way here: in the history entry, not in the address. */
export function useHandedText() {
  let taken: unknown = null;

  /** The text; null when there is none, or when it was taken before and somebody only came back. */
  function take(): string | null {
    const text: unknown = window.history.state?.text;
    if (typeof text !== 'string' || text === '' || text === taken) return null;
    taken = text;
    return text;
  }

  return { take };
}
