import { readFileSync } from 'node:fs';
import type { SigningPurpose } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';

/**
 * The roots of the demo: their private keys and the passphrase that opens them are in this repository for everyone to read, so
 * they prove nothing to anyone. Production refuses them.
 */
export const ROOT_NUMBERS = [1, 2, 3] as const;
export const ROOT_THRESHOLD = 2;

type Engine = ReturnType<typeof createEngine>;
type RootNumber = (typeof ROOT_NUMBERS)[number];

export function rootFile(name: string): URL {
  return new URL(`./demo-roots/${name}`, import.meta.url);
}

function readText(name: string): string {
  return readFileSync(rootFile(name), 'utf8');
}

export interface DemoRoot {
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Over the root set. */
  readonly signature: string;
}

export async function readDemoRoot(engine: Engine, number: RootNumber): Promise<DemoRoot> {
  const checked = await engine.checkPublicKey({ key: readText(`root-${number}.public.asc`) });
  if (!checked.ok) throw new Error(`demo root ${number} is refused: ${checked.reason}`);
  const { fingerprint, keySha256, publicKey } = checked;
  return { fingerprint, keySha256, publicKey, signature: readText(`roots-1.root-${number}.sig.asc`) };
}

/** Exact bytes: never parsed and written again. */
export function readDemoRootSet(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(rootFile('roots-1.bytes')));
}

/** As many roots as it takes sign a roster, or what it is said to be. */
export async function signWithDemoRoots(
  bytes: Uint8Array,
  now: Date,
  purpose: SigningPurpose = 'responder-roster.v1',
): Promise<{ fingerprint: string; armored: string }[]> {
  const engine = createEngine({ now: () => now });
  const passphrase = readText('passphrase.txt').trim();
  const signatures = [];
  for (const number of ROOT_NUMBERS.slice(0, ROOT_THRESHOLD)) {
    const root = await engine.restoreFromKit({
      armored: readText(`root-${number}.private.asc`),
      kitPassphrase: passphrase,
      vaultPassphrase: passphrase,
      kdf: 'iterated',
    });
    const armored = await engine.signForPurpose({ key: root.key, bytes, purpose });
    signatures.push({ fingerprint: root.fingerprint, armored });
  }
  await engine.lockAll();
  return signatures;
}
