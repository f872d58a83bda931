import { toSignedBytes } from '@sos/domain';
import { CONTEXT_NOTATION } from '../openpgp-library.js';
import type { SigningPurpose } from '../types.js';
import type { Detached, GnupgTool, SequoiaTool } from './interop-tools.js';

export interface SignatureCase {
  readonly name: string;
  readonly signed: Detached;
  /** What the reader takes it for. */
  readonly purpose: SigningPurpose;
  /** good or bad: we, GnuPG, Sequoia. */
  readonly wanted: string;
  /** Why they differ, where they do. */
  readonly remark: string;
}

const PURPOSE = 'responder-roster.v1';
const CRITICAL = `!${CONTEXT_NOTATION}=${PURPOSE}`;
const DAY_MS = 86_400_000;
/** Answers to `--edit-key`: revoke the key, yes, reason 1, no text, yes, save. */
const REVOKE_AS_STOLEN = 'revkey\ny\n1\n\ny\nsave\n';

function stampOf(daysFromNow: number): string {
  const iso = new Date(Date.now() + daysFromNow * DAY_MS).toISOString();
  return iso.replaceAll(/[-:]|\.\d+Z/g, '');
}

interface Signer {
  make(name: string, end: string): void;
  sign(name: string, options?: readonly string[], notation?: readonly string[]): Buffer;
  key(name: string): Buffer;
  /** Takes the key back, as stolen. */
  revoke(name: string): void;
}

/** Keys that GnuPG made ten days ago, and what it signs with them. */
function signerOf({ gnupg }: GnupgTool, data: string): Signer {
  const run = (args: readonly string[]): Buffer => gnupg.run(['--passphrase', '', ...args]).stdout;
  return {
    make: (name, end) =>
      void run(['--faked-system-time', stampOf(-10), '--quick-generate-key', name, 'ed25519', 'cert,sign', end]),
    sign: (name, options = [], notation = ['--sig-notation', CRITICAL]) =>
      run(['--local-user', name, ...notation, ...options, '--output', '-', '--detach-sign', data]),
    key: (name) => run(['--export', name]),
    revoke: (name) =>
      void gnupg.run(['--passphrase', '', '--command-fd', '0', '--no-batch', '--edit-key', name], REVOKE_AS_STOLEN),
  };
}

/** One document, signed in every way that should and should not count. */
export function signatureCases(tool: GnupgTool, { sequoia }: SequoiaTool): readonly SignatureCase[] {
  const bytes = toSignedBytes({ ctx: PURPOSE, version: 1 });
  const signer = signerOf(tool, tool.gnupg.file('roster-1.json', bytes));
  signer.make('root', '2y');
  const root = signer.key('root');
  const good = signer.sign('root');
  const by = (name: string, signature: string | Uint8Array, rest: Partial<SignatureCase> = {}): SignatureCase => ({
    name,
    signed: { bytes, signature, signer: root },
    purpose: PURPOSE,
    wanted: 'bad,bad,bad',
    remark: '',
    ...rest,
  });
  return [
    by('made by GnuPG', good, { wanted: 'good,good,good' }),
    madeBySequoia(sequoia, bytes, by),
    by('document changed', good, {
      signed: { bytes: toSignedBytes({ ctx: PURPOSE, version: 2 }), signature: good, signer: root },
    }),
    by(
      'signature changed',
      good.map((octet, index) => (index === good.length - 3 ? octet ^ 1 : octet)),
    ),
    by('signature cut short', good.subarray(0, -7)),
    by('for another purpose', signer.sign('root', [], ['--sig-notation', `!${CONTEXT_NOTATION}=roots.v1`]), {
      remark: 'both programs say “good” and show the purpose, which the guide says to compare',
    }),
    by('without a purpose', signer.sign('root', [], []), {
      remark: 'both programs say “good” and show no purpose, which the guide says to look for',
    }),
    by('purpose not marked critical', signer.sign('root', [], ['--sig-notation', CRITICAL.slice(1)]), {
      wanted: 'bad,good,good',
      remark: 'we demand the mark: a reader that does not know the notation must not call it good',
    }),
    ...weakCases(signer, by),
    ...keyCases(signer, by),
  ];
}

type By = (name: string, signature: string | Uint8Array, rest?: Partial<SignatureCase>) => SignatureCase;

function madeBySequoia(sequoia: SequoiaTool['sequoia'], bytes: Uint8Array, by: By): SignatureCase {
  const key = sequoia.file('root.key', '');
  sequoia.sq(['--force', 'key', 'generate', '--userid', 'root', '--expires-in', '1y', '--export', key]);
  const signature = sequoia.sq(
    ['sign', '--detached', '--notation', `!${CONTEXT_NOTATION}`, PURPOSE, '--signer-key', key],
    bytes,
  ).stdout;
  const signer = sequoia.sq(['key', 'extract-cert', '--binary', key]).stdout;
  return by('made by Sequoia', signature.toString(), {
    signed: { bytes, signature: signature.toString(), signer },
    wanted: 'good,good,good',
  });
}

function weakCases(signer: Signer, by: By): readonly SignatureCase[] {
  const good = signer.sign('root');
  return [
    by('over SHA-1', signer.sign('root', ['--digest-algo', 'SHA1']), {
      remark: 'GnuPG 2.2 calls it good unless `--weak-digest SHA1` is given, as the guide does',
    }),
    by('run out', signer.sign('root', ['--faked-system-time', stampOf(-5), '--default-sig-expire', '1d'])),
    by('from tomorrow', signer.sign('root', ['--faked-system-time', stampOf(1)]), {
      wanted: 'good,good,bad',
      remark: 'a slow clock is no forgery: the dates inside the document decide, and are checked by themselves',
    }),
    by('as text, not as bytes', signer.sign('root', ['--textmode']), {
      wanted: 'bad,good,good',
      remark: 'as text, two documents that differ in their line ends would carry the same signature',
    }),
    by('two in one file', Buffer.concat([good, good]), {
      wanted: 'bad,good,good',
      remark: 'one signature a file, so that what is counted is signers',
    }),
  ];
}

function keyCases(signer: Signer, by: By): readonly SignatureCase[] {
  for (const name of ['stranger', 'revoked']) signer.make(name, '2y');
  signer.make('ended', '5d');
  const old = signer.sign('ended', ['--faked-system-time', stampOf(-9)]);
  const before = signer.sign('revoked', ['--faked-system-time', stampOf(-9)]);
  signer.revoke('revoked');
  const signedBy = (name: string, signature: Buffer): Detached => ({
    ...by('', signature).signed,
    signer: signer.key(name),
  });
  return [
    by('by a key that is not named', signer.sign('stranger')),
    by('by a key that has ended since', old, {
      signed: signedBy('ended', old),
      wanted: 'good,bad,good',
      remark:
        'what was signed in its time still counts: the roster has dates of its own. GnuPG says “expired” beside it',
    }),
    by('by a key that was revoked as stolen', before, { signed: signedBy('revoked', before) }),
  ];
}
