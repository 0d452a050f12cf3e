/** The app on the phone: one cache an edition, filled as a whole, and the pictures that were seen last. */
declare const self: ServiceWorkerGlobalScope;

/** Written in by the build: the addresses of all parts of this edition, and its name. */
declare const __PARTS__: readonly string[];
declare const __EDITION__: string;

const EDITIONS = 'kepu-edition-';
const MINE = EDITIONS + __EDITION__;
const PICTURES = 'kepu-pictures';
const START = '/';
/** This one and the one before, whose pages may still be open. */
const EDITIONS_KEPT = 2;
const PICTURES_LIMIT = 100;

/** All of it or nothing: half an app is a dead page. */
export async function fill(): Promise<void> {
  const cache = await caches.open(MINE);
  await cache.addAll([new Request(START, { cache: 'no-cache' }), ...__PARTS__.map((path) => new Request(path))]);
}

export async function discardOld(): Promise<void> {
  const editions = (await caches.keys()).filter((name) => name.startsWith(EDITIONS) && name !== MINE);
  await Promise.all(editions.slice(0, Math.max(0, editions.length - EDITIONS_KEPT + 1)).map((name) => caches.delete(name)));
}

/** What of the app is asked for; undefined for all else, which the browser fetches as ever. */
export function answer(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return undefined;
  if (request.mode === 'navigate') return url.pathname === START ? start(request) : undefined;
  if (url.pathname.startsWith('/assets/')) return part(request);
  return url.pathname.startsWith('/media/') && request.destination === 'image' ? picture(request) : undefined;
}

/** The start page of this edition, whose parts are all here. */
async function start(request: Request): Promise<Response> {
  const cache = await caches.open(MINE);
  return (await cache.match(START)) ?? fetch(request);
}

/** A part's name holds the hash of what is in it, so whichever edition has it, it is the same. */
async function part(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function picture(request: Request): Promise<Response> {
  const cache = await caches.open(PICTURES);
  const seen = await cache.match(request, { ignoreVary: true });
  if (seen) return seen;
  const fetched = await fetch(request);
  if (fetched.status === 200) await hang(cache, request, fetched.clone());
  return fetched;
}

/** A phone that is full shows the picture and keeps none. */
async function hang(cache: Cache, request: Request, fetched: Response): Promise<void> {
  try {
    await cache.put(request, fetched);
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - PICTURES_LIMIT)).map((old) => cache.delete(old)));
  } catch {
    /* the next visit fetches it again */
  }
}
