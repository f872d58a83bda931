import type { Bench } from './bench.js';

type Key = Awaited<ReturnType<Bench['makeKey']>>;

export interface TestCeremony {
  readonly folder: string;
  readonly roots: readonly Key[];
  readonly responders: readonly Key[];
  sign(purpose: 'roots' | 'roster', name: string, signers?: readonly Key[]): Promise<void>;
}

/** Two roots, both of whom must sign, two responders, and a first roster that both have signed. */
export async function makeCeremony(bench: Bench): Promise<TestCeremony> {
  const folder = bench.path('ceremony');
  const roots = [await bench.makeKey('oak'), await bench.makeKey('elm')];
  const responders = [await bench.makeKey('heron'), await bench.makeKey('wren')];
  const sign: TestCeremony['sign'] = async (purpose, name, signers = roots) => {
    for (const { privateKey, passphraseFile } of signers)
      await bench.done(
        'sign',
        purpose,
        bench.path('ceremony', name),
        '--key',
        privateKey,
        '--passphrase-file',
        passphraseFile,
      );
  };
  await bench.done('roots', 'make', folder, '--threshold', '2', ...roots.map(({ publicKey }) => publicKey));
  await sign('roots', 'roots-1.json');
  const holders = responders.flatMap(({ publicKey }) => ['--holder', `${publicKey}:responder`]);
  await bench.done(
    'roster',
    'make',
    bench.path('ceremony', 'roster-1.json'),
    '--roots',
    folder,
    '--team',
    'response',
    ...holders,
  );
  await sign('roster', 'roster-1.json');
  return { folder, roots, responders, sign };
}
