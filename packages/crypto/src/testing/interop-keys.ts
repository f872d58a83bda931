import { spawnSync } from 'node:child_process';
import { copyBytes, type Bytes } from '../bytes.js';
import type { GnupgTool, SequoiaTool } from './interop-tools.js';

/** A key made by another tool, its private half locked there. */
export interface ForeignKit {
  readonly tool: 'GnuPG' | 'Sequoia';
  readonly kind: 'Curve25519' | 'NIST P-256' | 'RSA 3072' | 'signed with SHA-1' | 'without an end';
  readonly publicKey: Bytes;
  readonly armored: string;
  readonly passphrase: string;
}

type Made = Pick<ForeignKit, 'kind'> & {
  readonly algorithms: readonly [sign: string, encrypt: string];
  readonly options?: readonly string[];
  readonly end?: string;
};

const BY_GNUPG: readonly Made[] = [
  { kind: 'Curve25519', algorithms: ['ed25519', 'cv25519'] },
  { kind: 'NIST P-256', algorithms: ['nistp256', 'nistp256'] },
  { kind: 'RSA 3072', algorithms: ['rsa3072', 'rsa3072'] },
  { kind: 'signed with SHA-1', algorithms: ['ed25519', 'cv25519'], options: ['--cert-digest-algo', 'SHA1'] },
  { kind: 'without an end', algorithms: ['ed25519', 'cv25519'], end: 'never' },
];

function madeByGnupg({ gnupg }: GnupgTool, made: Made, passphrase: string): ForeignKit {
  const { kind, algorithms, options = [], end = '1y' } = made;
  const name = `gpg ${kind}`;
  const run = (...args: string[]) => gnupg.run(['--passphrase', passphrase, ...options, ...args]);
  run('--quick-generate-key', name, algorithms[0], 'cert,sign', end);
  const listing = gnupg.run(['--with-colons', '--list-keys', name]).stdout.toString();
  const fingerprint = /^fpr:::::::::([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '';
  run('--quick-add-key', fingerprint, algorithms[1], 'encr', end);
  return {
    tool: 'GnuPG',
    kind,
    passphrase,
    publicKey: copyBytes(run('--export', fingerprint).stdout),
    armored: run('--armor', '--export-secret-keys', fingerprint).stdout.toString(),
  };
}

const BY_SEQUOIA: readonly (Pick<ForeignKit, 'kind'> & { readonly options: readonly string[] })[] = [
  { kind: 'Curve25519', options: ['--cipher-suite', 'cv25519', '--expires-in', '1y'] },
  { kind: 'RSA 3072', options: ['--cipher-suite', 'rsa3k', '--expires-in', '1y'] },
  { kind: 'without an end', options: ['--cipher-suite', 'cv25519', '--expires', 'never'] },
];

/** sq asks for a passphrase at a terminal only, so it is given one. */
export function sqAtTerminal(args: readonly string[], passphrase: string): void {
  const command = ['sq', ...args].map((word) => `'${word}'`).join(' ');
  const { error } = spawnSync('script', ['-qec', command, '/dev/null'], { input: `${passphrase}\n${passphrase}\n` });
  if (error) throw error;
}

function madeBySequoia(
  { sequoia }: SequoiaTool,
  { kind, options }: (typeof BY_SEQUOIA)[number],
  passphrase: string,
): ForeignKit {
  const key = sequoia.file(`${kind}.key`, '');
  sqAtTerminal(
    ['--force', 'key', 'generate', '--userid', kind, ...options, '--with-password', '--export', key],
    passphrase,
  );
  const publicKey = copyBytes(sequoia.sq(['key', 'extract-cert', '--binary', key]).stdout);
  return { tool: 'Sequoia', kind, passphrase, publicKey, armored: sequoia.sq(['armor', key]).stdout.toString() };
}

export function foreignKits(gnupg: GnupgTool, sequoia: SequoiaTool, passphrase: string): readonly ForeignKit[] {
  return [
    ...BY_GNUPG.map((made) => madeByGnupg(gnupg, made, passphrase)),
    ...BY_SEQUOIA.map((made) => madeBySequoia(sequoia, made, passphrase)),
  ];
}
