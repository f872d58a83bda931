import type { StoredVault } from '@sos/crypto';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { unlessLeaving } from '../quick-exit.js';

export const KEY_DATABASE = 'sos-keys';

export interface VaultRecord {
  readonly accountId: string;
  readonly vault: StoredVault;
}

/** Wrong passphrases since the last right one. */
export interface UnlockAttempts {
  readonly accountId: string;
  readonly wrong: number;
  readonly lastAt: number;
}

/** The newest roster this browser has trusted. */
export interface RosterPin {
  readonly id: 'roster';
  readonly version: number;
  readonly sha256: string;
}

/** A vault of the same person that is not the one in use: of a key to come, or of one that was replaced. */
export interface OtherVaultRecord extends VaultRecord {
  readonly fingerprint: string;
}

/** The newest head of the transparency log this browser has followed, and the key it was signed with. */
export interface LogPin {
  readonly id: 'log';
  readonly key: string;
  /** The signed note, as it came: a head nobody can deny later. */
  readonly signed: string;
  readonly size: number;
}

/** What was seen of a log, and what was served after it and did not go on from it. */
export interface LogEvidence {
  readonly id: 'log-evidence';
  readonly at: string;
  readonly seen: string;
  readonly served: string;
}

interface KeySchema extends DBSchema {
  vaults: { key: string; value: VaultRecord };
  otherVaults: { key: string; value: OtherVaultRecord };
  pins: { key: string; value: RosterPin | LogPin | LogEvidence };
  attempts: { key: string; value: UnlockAttempts };
}

function open(): Promise<IDBPDatabase<KeySchema>> {
  return unlessLeaving(() =>
    openDB<KeySchema>(KEY_DATABASE, 3, {
      upgrade(database, before) {
        if (before < 1) {
          database.createObjectStore('vaults', { keyPath: 'accountId' });
          database.createObjectStore('pins', { keyPath: 'id' });
        }
        if (before < 2) database.createObjectStore('attempts', { keyPath: 'accountId' });
        if (before < 3) database.createObjectStore('otherVaults', { keyPath: 'fingerprint' });
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

/** Another window changed the vault since it was read: what was made from it must not take its place. */
export class VaultChangedError extends Error {
  override readonly name = 'VaultChangedError';
}

/**
 * Puts a changed vault in the place of the one it was made from, and of no other: a window that still knows an older vault would
 * bring a dead passphrase back to life.
 */
export async function replaceVault(accountId: string, before: StoredVault, vault: StoredVault): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('vaults', 'readwrite');
    const stored = await transaction.store.get(accountId);
    const isSame = stored !== undefined && JSON.stringify(stored.vault) === JSON.stringify(before);
    // Both at once: a write that fails ends the transaction too, and somebody must hear of each.
    await Promise.all([isSame ? transaction.store.put({ accountId, vault }) : undefined, transaction.done]);
    if (!isSame) throw new VaultChangedError();
  });
}

/** Beside the one in use, and just as locked. */
export async function keepOtherVault(accountId: string, vault: StoredVault): Promise<void> {
  await within((database) => database.put('otherVaults', { accountId, fingerprint: vault.fingerprint, vault }));
}

export async function readOtherVault(accountId: string, fingerprint: string): Promise<StoredVault | undefined> {
  const record = await within((database) => database.get('otherVaults', fingerprint));
  return record?.accountId === accountId ? record.vault : undefined;
}

export async function dropOtherVault(fingerprint: string): Promise<void> {
  await within((database) => database.delete('otherVaults', fingerprint));
}

/** Puts a kept vault in use and keeps the one before: both or neither. @returns undefined where there is no such vault. */
export async function bringForward(accountId: string, fingerprint: string): Promise<StoredVault | undefined> {
  return within(async (database) => {
    const transaction = database.transaction(['vaults', 'otherVaults'], 'readwrite');
    const [vaults, others] = [transaction.objectStore('vaults'), transaction.objectStore('otherVaults')];
    const next = await others.get(fingerprint);
    const before = await vaults.get(accountId);
    const isOurs = next?.accountId === accountId;
    if (isOurs) {
      if (before) await others.put({ ...before, fingerprint: before.vault.fingerprint });
      await vaults.put({ accountId, vault: next.vault });
      await others.delete(fingerprint);
    }
    await transaction.done;
    return isOurs ? next.vault : undefined;
  });
}

export async function readAttempts(accountId: string): Promise<UnlockAttempts> {
  return (await within((database) => database.get('attempts', accountId))) ?? { accountId, wrong: 0, lastAt: 0 };
}

/** One more, whatever two windows do at once. */
export async function countWrong(accountId: string, now: number): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('attempts', 'readwrite');
    const before = await transaction.store.get(accountId);
    const put = transaction.store.put({ accountId, wrong: (before?.wrong ?? 0) + 1, lastAt: now });
    await Promise.all([put, transaction.done]);
  });
}

export async function forgetWrong(accountId: string): Promise<void> {
  await within((database) => database.delete('attempts', accountId));
}

export async function readRosterPin(): Promise<RosterPin | undefined> {
  const pin = await within((database) => database.get('pins', 'roster'));
  return pin?.id === 'roster' ? pin : undefined;
}

/** Never goes back, whatever two windows do at once. */
export async function raiseRosterPin(pin: Omit<RosterPin, 'id'>): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('pins', 'readwrite');
    const before = await transaction.store.get('roster');
    const isNewer = before?.id !== 'roster' || before.version < pin.version;
    await Promise.all([isNewer ? transaction.store.put({ id: 'roster', ...pin }) : undefined, transaction.done]);
  });
}

export async function readLogPin(): Promise<LogPin | undefined> {
  const pin = await within((database) => database.get('pins', 'log'));
  return pin?.id === 'log' ? pin : undefined;
}

/** Never goes back to less of the same log, whatever two windows do at once. */
export async function raiseLogPin(pin: Omit<LogPin, 'id'>): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('pins', 'readwrite');
    const before = await transaction.store.get('log');
    const isLess = before?.id === 'log' && before.key === pin.key && before.size >= pin.size;
    await Promise.all([isLess ? undefined : transaction.store.put({ id: 'log', ...pin }), transaction.done]);
  });
}

export async function readLogEvidence(): Promise<LogEvidence | undefined> {
  const evidence = await within((database) => database.get('pins', 'log-evidence'));
  return evidence?.id === 'log-evidence' ? evidence : undefined;
}

/** The first stays: a server that lied once cannot bury it under later lies. */
export async function keepLogEvidence(evidence: Omit<LogEvidence, 'id'>): Promise<void> {
  await within(async (database) => {
    const transaction = database.transaction('pins', 'readwrite');
    const before = await transaction.store.get('log-evidence');
    const isFirst = before === undefined;
    await Promise.all([
      isFirst ? transaction.store.put({ id: 'log-evidence', ...evidence }) : undefined,
      transaction.done,
    ]);
  });
}

export async function deleteKeyDatabase(): Promise<void> {
  await deleteDB(KEY_DATABASE);
}
