import { z } from 'zod';
import { fromBase64, toBase64 } from './bytes.js';
import { decoySlot, looksLikeSlot, SLOT_KINDS } from './engine-vault-slot.js';
import { CryptoError } from './errors.js';
import type { Vault } from './types.js';

const parts = {
  fingerprint: z.string().regex(/^[0-9a-f]{40}$/),
  publicKey: z.string().max(32 * 1024),
  sealed: z.string().max(128 * 1024),
};
const message = z.string().max(1024);
const versionOne = z.strictObject({
  version: z.literal(1),
  ...parts,
  slots: z.array(z.strictObject({ kdf: z.enum(['argon2id', 'iterated']), message })).length(4),
});
const versionTwo = z.strictObject({
  version: z.literal(2),
  ...parts,
  slots: z.array(z.strictObject({ kdf: z.enum(['argon2id', 'iterated', 'prf']), message })).length(SLOT_KINDS.length),
});

type VersionOne = z.infer<typeof versionOne>;

/** The first version had no places for passkeys: it gets two that nobody uses. */
function lift(vault: VersionOne): Vault {
  const added = SLOT_KINDS.slice(vault.slots.length).map((kdf) => ({ kdf, message: toBase64(decoySlot(kdf)) }));
  return { ...vault, version: 2, slots: [...vault.slots, ...added] };
}

/** Any stored version as the latest one. */
export function parseVault(value: unknown): Vault {
  const { data } = z.discriminatedUnion('version', [versionOne, versionTwo]).safeParse(value);
  const vault = data?.version === 1 ? lift(data) : data;
  const isLawful = vault?.slots.every((slot, index) => {
    const bytes = fromBase64(slot.message);
    // Our own cost parameters only: a planted slot must not make the browser spend more than ours, or guessing cost less.
    return slot.kdf === SLOT_KINDS[index] && bytes !== undefined && looksLikeSlot(slot.kdf, bytes);
  });
  if (!vault || isLawful !== true) throw new CryptoError('VAULT_DAMAGED');
  return vault;
}
