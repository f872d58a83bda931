import type { Audience } from '@sos/domain';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { unlessLeaving } from '../../platform/quick-exit.js';

export const OUTBOX_DATABASE = 'sos-outbox';

interface Queued {
  /** Given by the store: the order in which things were sealed is the order in which they go. */
  readonly order?: number;
  readonly accountId: string;
  readonly caseId: string;
  readonly id: string;
  /** The clear line of the request. */
  readonly head: string;
  /** Why the server does not take it; kept until the person decides. */
  readonly problem?: string;
}

export interface QueuedEntry extends Queued {
  readonly kind: 'entry';
  /** Every reader's grant, the sender's own among them, and the ciphertext. */
  readonly message: Uint8Array<ArrayBuffer>;
  readonly entryHash: string;
  readonly audience: Audience;
  readonly sequence: number;
}

export interface QueuedFile extends Queued {
  readonly kind: 'file';
  readonly grants: Uint8Array<ArrayBuffer>;
  readonly chunkCount: number;
}

export type QueuedItem = QueuedEntry | QueuedFile;
export type StoredItem = QueuedItem & { readonly order: number };

interface OutboxSchema extends DBSchema {
  items: { key: number; value: QueuedItem };
  chunks: {
    key: [blobId: string, index: number];
    value: { blobId: string; index: number; seipd: Uint8Array<ArrayBuffer> };
  };
}

/** What waits to be sent: ciphertext and its sender's own grant, never a word in clear. */
export interface Outbox {
  /** All of them or none. */
  add(items: readonly QueuedItem[]): Promise<void>;
  addChunk(blobId: string, index: number, seipd: Uint8Array<ArrayBuffer>): Promise<void>;
  chunk(blobId: string, index: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  list(accountId: string): Promise<readonly StoredItem[]>;
  remove(item: StoredItem): Promise<void>;
  setProblem(item: StoredItem, problem: string | undefined): Promise<void>;
}

function open(): Promise<IDBPDatabase<OutboxSchema>> {
  return unlessLeaving(() =>
    openDB<OutboxSchema>(OUTBOX_DATABASE, 1, {
      upgrade(database) {
        database.createObjectStore('items', { keyPath: 'order', autoIncrement: true });
        database.createObjectStore('chunks', { keyPath: ['blobId', 'index'] });
      },
    }),
  );
}

/** Opened for one piece of work and closed after it, so that a quick exit never waits for somebody to let go. */
async function within<T>(work: (database: IDBPDatabase<OutboxSchema>) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

function chunksOf(blobId: string): IDBKeyRange {
  return IDBKeyRange.bound([blobId, 0], [blobId, Number.MAX_SAFE_INTEGER]);
}

export function createOutbox(): Outbox {
  return {
    add: (items) =>
      within(async (database) => {
        const transaction = database.transaction('items', 'readwrite', { durability: 'strict' });
        await Promise.all([...items.map((item) => transaction.store.add(item)), transaction.done]);
      }),
    addChunk: (blobId, index, seipd) =>
      within(async (database) => {
        await database.put('chunks', { blobId, index, seipd });
      }),
    chunk: (blobId, index) => within(async (database) => (await database.get('chunks', [blobId, index]))?.seipd),
    list: (accountId) =>
      within(async (database) => {
        const items = await database.getAll('items');
        return items.filter(isStored).filter((item) => item.accountId === accountId);
      }),
    remove: (item) =>
      within(async (database) => {
        const transaction = database.transaction(['items', 'chunks'], 'readwrite');
        await Promise.all([
          transaction.objectStore('items').delete(item.order),
          item.kind === 'file' ? transaction.objectStore('chunks').delete(chunksOf(item.id)) : undefined,
          transaction.done,
        ]);
      }),
    setProblem: (item, problem) =>
      within(async (database) => {
        const { problem: _before, ...rest } = item;
        await database.put('items', problem === undefined ? rest : { ...rest, problem });
      }),
  };
}

function isStored(item: QueuedItem): item is StoredItem {
  return item.order !== undefined;
}

/** Quick exit: what was not sent goes too, and the screens say so beforehand. */
export async function deleteOutbox(): Promise<void> {
  await deleteDB(OUTBOX_DATABASE);
}
