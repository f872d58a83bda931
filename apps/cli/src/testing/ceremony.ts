import type { Bench } from './bench.js';

type Key = Awaited<ReturnType<Bench['makeKey']>>;

export interface TestCeremony {
  readonly folder: string;
  readonly roots: readonly Key[];
  readonly responders: readonly Key[];
  sign(name: string, signers?: readonly Key[]): Promise<void>;
}

export function asResponders(keys: readonly { readonly publicKey: string }[]): string[] {
  return keys.map(({ publicKey }) => `${publicKey}:responder`);
}

/** Two roots, both of whom must sign, two responders, and a first roster that both have signed. */
export async function makeCeremony(bench: Bench): Promise<TestCeremony> {
  const folder = bench.path('ceremony');
  const roots = [await bench.makeKey('oak'), await bench.makeKey('elm')];
  const responders = [await bench.makeKey('heron'), await bench.makeKey('wren')];
  const sign: TestCeremony['sign'] = async (name, signers = roots) => {
    for (const { privateKey, passphraseFile } of signers) {
      const key = ['--key', privateKey, '--passphrase-file', passphraseFile];
      await bench.done('roster', 'sign', bench.path('ceremony', name), ...key);
    }
  };
  await bench.done('roster', 'init', folder, '--threshold', '2', ...roots.map(({ publicKey }) => publicKey));
  await sign('roots-1.json');
  await bench.done('roster', 'add', folder, ...asResponders(responders));
  await sign('roster-1.json');
  return { folder, roots, responders, sign };
}
