/** The query of an address; what is undefined is left out, and the question mark where nothing is left. */
export function queryOf(query: Record<string, string | number | undefined> = {}): string {
  const pairs = Object.keys(query)
    .filter((name) => query[name] !== undefined)
    .map((name) => `${name}=${encodeURIComponent(String(query[name]))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
