/** The app's own database on the phone, for what is worth keeping without a line. Whoever calls bears that a browser may refuse it. */
export type ShelfName = 'items' | 'answers' | 'outbox';

const NAME = 'kepu';
const VERSION = 1;
const ALL: ShelfName[] = ['items', 'answers', 'outbox'];

let opening: Promise<IDBDatabase> | undefined;

/** Values are told apart by their `key`. */
export function shelf<T extends { key: string }>(name: ShelfName) {
  return {
    get: (key: string) => run<T | undefined>(name, 'readonly', (store) => store.get(key) as IDBRequest<T | undefined>),
    all: () => run<T[]>(name, 'readonly', (store) => store.getAll() as IDBRequest<T[]>),
    put: (value: T) => run(name, 'readwrite', (store) => store.put(value)),
    remove: (key: string) => run(name, 'readwrite', (store) => store.delete(key)),
  };
}

/** Is done when it is on the disk, not before. */
async function run<T>(name: ShelfName, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  return new Promise<T>((done, refuse) => {
    const transaction = database.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = () => refuse(transaction.error ?? new Error('the phone keeps nothing'));
  });
}

function opened(): Promise<IDBDatabase> {
  opening ??= open().catch((thrown: unknown) => {
    opening = undefined;
    throw thrown;
  });
  return opening;
}

function open(): Promise<IDBDatabase> {
  return new Promise((done, refuse) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => ALL.forEach((name) => request.result.createObjectStore(name, { keyPath: 'key' }));
    request.onerror = () => refuse(request.error ?? new Error('the phone keeps nothing'));
    request.onsuccess = () => {
      const database = request.result;
      const forget = () => (opening = undefined);
      database.onclose = forget;
      database.onversionchange = () => {
        forget();
        database.close();
      };
      done(database);
    };
  });
}
