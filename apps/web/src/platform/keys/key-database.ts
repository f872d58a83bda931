import type { Vault } from '@sos/crypto';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { unlessLeaving } from '../quick-exit.js';

export const KEY_DATABASE = 'sos-keys';

export interface VaultRecord {
  readonly accountId: string;
  readonly vault: Vault;
}

/** The newest roster this browser has trusted. */
export interface RosterPin {
  readonly id: 'roster';
  readonly version: number;
  readonly sha256: string;
}

interface KeySchema extends DBSchema {
  vaults: { key: string; value: VaultRecord };
  pins: { key: string; value: RosterPin };
}

function open(): Promise<IDBPDatabase<KeySchema>> {
  return unlessLeaving(() =>
    openDB<KeySchema>(KEY_DATABASE, 1, {
      upgrade(database) {
        database.createObjectStore('vaults', { keyPath: 'accountId' });
        database.createObjectStore('pins', { keyPath: 'id' });
      },
    }),
  );
}

/** Opened for one piece of work and closed after it, so that a quick exit never waits for somebody to let go. */
async function within<T>(work: (database: IDBPDatabase<KeySchema>) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export function readVault(accountId: string): Promise<VaultRecord | undefined> {
  return within((database) => database.get('vaults', accountId));
}

/** Only ever locked: the vault holds the private key under its passphrase. */
export async function saveVault(record: VaultRecord): Promise<void> {
  await within((database) => database.put('vaults', record));
}

export function readRosterPin(): Promise<RosterPin | undefined> {
  return within((database) => database.get('pins', 'roster'));
}

/** Never goes back, whatever two windows do at once. */
export async function raiseRosterPin(pin: Omit<RosterPin, 'id'>): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('pins', 'readwrite');
    const before = await transaction.store.get('roster');
    if (before === undefined || before.version < pin.version) await transaction.store.put({ id: 'roster', ...pin });
    await transaction.done;
  });
}

export async function deleteKeyDatabase(): Promise<void> {
  await deleteDB(KEY_DATABASE);
}
