import { copyBytes, type Bytes } from '../bytes.js';
import { openpgp } from '../openpgp-library.js';
import { NOW } from './world.js';

export type KeyKind = 'ed25519' | 'p256' | 'p384' | 'rsa3072';

const KIND: Readonly<Record<KeyKind, Partial<openpgp.KeyOptions>>> = {
  ed25519: { type: 'ecc', curve: 'curve25519Legacy' },
  p256: { type: 'ecc', curve: 'nistP256' },
  p384: { type: 'ecc', curve: 'nistP384' },
  rsa3072: { type: 'rsa', rsaBits: 3072 },
};

export interface ForeignKey {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: Bytes;
}

/** A key as it may be brought along from elsewhere; by default a lawful one. */
export async function foreignKey(
  kind: KeyKind | Partial<openpgp.KeyOptions>,
  change: Partial<openpgp.KeyOptions> = {},
): Promise<ForeignKey> {
  const options = typeof kind === 'string' ? KIND[kind] : kind;
  const date = new Date(NOW.getTime() - 3_600_000);
  const all = { userIDs: [{ name: 'foreign' }], keyExpirationTime: 86_400 * 365, date, ...options, ...change };
  const { privateKey } = await openpgp.generateKey({ ...all, format: 'object' });
  return { privateKey, publicKey: copyBytes(privateKey.toPublic().write()) };
}
