import { z } from 'zod';
import { fromBase64, toBase64, type Bytes } from './bytes.js';
import { openLiteral, sealLiteral } from './engine-literal.js';
import { CryptoError } from './errors.js';
import { openpgp } from './openpgp-library.js';
import type { Vault, VaultPasskey } from './types.js';

/** Room for the largest key we accept, so that the size of a vault does not tell the kind of key. */
const PAYLOAD_BUCKET = 64 * 1024;

const payloadSchema = z.strictObject({
  publicKey: z.string(),
  privateKey: z.string(),
  /** Vaults of the first version know none. */
  passkeys: z.array(z.strictObject({ slot: z.number().int(), addedAt: z.iso.datetime() })).default([]),
});

export interface KeyPairToHold {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: Bytes;
}

export interface OpenedPayload extends KeyPairToHold {
  readonly passkeys: readonly VaultPasskey[];
}

export function writePayload({ privateKey, publicKey, passkeys }: OpenedPayload): Bytes {
  const payload = { publicKey: toBase64(publicKey), privateKey: toBase64(privateKey.write()), passkeys };
  return new TextEncoder().encode(JSON.stringify(payload));
}

/** @param padded may end in zero octets, which JSON never does. */
export async function readPayload(padded: Uint8Array): Promise<OpenedPayload> {
  try {
    const text = new TextDecoder().decode(padded.subarray(0, padded.findLastIndex((octet) => octet !== 0) + 1));
    const { publicKey, privateKey, passkeys } = payloadSchema.parse(JSON.parse(text));
    return {
      privateKey: await openpgp.readPrivateKey({ binaryKey: fromBase64(privateKey) ?? new Uint8Array() }),
      publicKey: fromBase64(publicKey) ?? new Uint8Array(),
      passkeys,
    };
  } catch {
    throw new CryptoError('VAULT_DAMAGED');
  }
}

export async function sealPayload(payload: OpenedPayload, vaultKey: Uint8Array, date: Date): Promise<string> {
  return toBase64(await sealLiteral(writePayload(payload), vaultKey, date, PAYLOAD_BUCKET));
}

export async function openPayload({ sealed }: Vault, vaultKey: Uint8Array, date: Date): Promise<OpenedPayload> {
  let padded: Bytes;
  try {
    padded = await openLiteral(fromBase64(sealed) ?? new Uint8Array(), vaultKey, date);
  } catch {
    throw new CryptoError('VAULT_DAMAGED');
  }
  return readPayload(padded);
}
