import type { Entry } from '@sos/domain';
import { createKeyRing } from './engine-key-ring.js';
import { decryptEntry } from './engine-open-entry.js';
import { openRecoveryKit } from './engine-recovery-kit.js';
import type { EntryRefusal } from './types.js';

export interface ReadEntryRequest {
  readonly armoredKit: string;
  readonly passphrase: string;
  /** A downloaded entry: the reader's PKESK followed by the SEIPD. */
  readonly message: Uint8Array;
}

export type ReadEntryResult =
  | { readonly ok: true; readonly entry: Entry; readonly entryHash: string }
  | { readonly ok: false; readonly refusal: EntryRefusal };

/**
 * For a file and a kit on an offline machine, with nothing to check the author by: what comes out may have been written by
 * anybody who knew the reader's key. It is no method of the engine, so that no page can reach it through the worker.
 */
export async function readEntryUnchecked(
  { armoredKit, passphrase, message }: ReadEntryRequest,
  now: Date,
): Promise<ReadEntryResult> {
  const { privateKey, publicKey } = await openRecoveryKit(armoredKit, passphrase);
  const ring = createKeyRing(() => now);
  const { key } = await ring.add(privateKey, publicKey);
  const decrypted = await decryptEntry(message, ring.use(key), now);
  if (!decrypted.ok) return decrypted;
  const { entry, entryHash } = decrypted.value;
  return { ok: true, entry, entryHash };
}
