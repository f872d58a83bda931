import { readFileSync } from 'node:fs';
import { CONTEXT_NOTATION } from '../openpgp-library.js';
import type { SigningPurpose } from '../types.js';
import { openGnupg, type Gnupg, type GpgResult } from './gnupg.js';
import { openSequoia, type Sequoia } from './sequoia.js';

/** What somebody with the other tool has in hand: a locked private key and its words. */
export interface Kit {
  readonly armored: string;
  readonly passphrase: string;
}

export interface Detached {
  readonly bytes: Uint8Array;
  readonly signature: string | Uint8Array;
  /** Raw or armored. */
  readonly signer: Uint8Array | string;
}

export interface Opened {
  readonly content: Buffer | undefined;
  /** Whether the signature inside was checked and found good. */
  readonly signed: boolean;
}

/** GnuPG and Sequoia, asked the same questions. */
export interface InteropTool {
  readonly version: string;
  open(message: Uint8Array | string, kit: Kit, signer?: Uint8Array): Opened;
  /** As the guide says to do it: the notation is named, SHA-1 refused, and what the notation says compared. */
  isGood(signed: Detached, purpose: SigningPurpose): boolean;
  /** Whether it takes the key in; @returns its fingerprint as read there. */
  readKey(key: Uint8Array | string): string | undefined;
  encryptTo(publicKey: Uint8Array, content: string): Buffer;
  close(): void;
}

function fileNamer(): (ending: string) => string {
  let count = 0;
  return (ending) => `${(count += 1)}.${ending}`;
}

/** Every signature there is good and by this key, which is neither revoked nor run out, and its notation says this purpose. */
function isGoodStatus({ status, stdout }: GpgResult, purpose: string, fingerprint: string): boolean {
  const lines = stdout
    .toString()
    .split('\n')
    .map((text) => text.replace('[GNUPG:] ', '').trim());
  const count = (keyword: string): number => lines.filter((text) => text.split(' ')[0] === keyword).length;
  const named = lines.findIndex((text) => text === `NOTATION_NAME ${CONTEXT_NOTATION}`);
  const value = lines.slice(named).find((text) => text.startsWith('NOTATION_DATA '));
  const isGood = status === 0 && count('GOODSIG') > 0 && count('GOODSIG') === count('NEWSIG');
  const isTheirs = lines
    .filter((text) => text.startsWith('VALIDSIG '))
    .every((text) => text.endsWith(fingerprint.toUpperCase()));
  return isGood && isTheirs && named >= 0 && value === `NOTATION_DATA ${purpose}`;
}

export interface GnupgTool extends InteropTool {
  readonly gnupg: Gnupg;
}

export function openGnupgTool(): GnupgTool {
  const gnupg = openGnupg({ clock: 'real' });
  // How long it takes to lock a key there is nothing we could get wrong.
  gnupg.file('gpg-agent.conf', 's2k-count 65536\n');
  const name = fileNamer();
  function importKey(key: Uint8Array | string, passphrase = ''): string | undefined {
    const { status, stdout } = gnupg.run(['--status-fd', '1', '--passphrase', passphrase, '--import'], key);
    const found = /\[GNUPG:\] IMPORT_OK \d+ ([0-9A-F]{40})/.exec(stdout.toString());
    return status === 0 ? found?.[1]?.toLowerCase() : undefined;
  }
  return {
    gnupg,
    version: /gpg \(GnuPG\) ([\d.]+)/.exec(gnupg.run(['--version']).stdout.toString())?.[0] ?? '',
    open(message, kit, signer) {
      importKey(kit.armored, kit.passphrase);
      if (signer) importKey(signer);
      const { status, stdout, stderr } = gnupg.run(['--passphrase', kit.passphrase, '--decrypt'], message);
      return { content: status === 0 ? stdout : undefined, signed: /Good signature from/.test(stderr) };
    },
    isGood({ bytes, signature, signer }, purpose) {
      const fingerprint = importKey(signer) ?? 'none';
      const files = [gnupg.file(name('asc'), signature), gnupg.file(name('json'), bytes)];
      const asked = ['--status-fd', '1', '--known-notation', CONTEXT_NOTATION, '--weak-digest', 'SHA1', '--verify'];
      return isGoodStatus(gnupg.run([...asked, ...files]), purpose, fingerprint);
    },
    readKey: importKey,
    encryptTo(publicKey, content) {
      const fingerprint = importKey(publicKey) ?? '';
      return gnupg.run(['--recipient', fingerprint, '--output', '-', '--encrypt'], content).stdout;
    },
    close: () => gnupg.close(),
  };
}

export interface SequoiaTool extends InteropTool {
  readonly sequoia: Sequoia;
}

export function openSequoiaTool(): SequoiaTool {
  const sequoia = openSequoia();
  const name = fileNamer();
  const words = sequoia.sq(['--version']).stdout.toString().trim();
  const interfaceWords = sequoia.sqop(['version']).stdout.toString().split('\n')[0] ?? '';
  function purposeOf(signature: string | Uint8Array): string | undefined {
    const dump = sequoia.sq(['packet', 'dump', sequoia.file(name('asc'), signature)]).stdout.toString();
    return /^ *Notation: context@\S+ \(human readable\): (\S+)/m.exec(dump)?.[1];
  }
  return {
    sequoia,
    version: `${interfaceWords.trim()}, ${words}`,
    open(message, kit, signer) {
      const files = {
        words: sequoia.file(name('words'), kit.passphrase),
        key: sequoia.file(name('asc'), kit.armored),
        cert: signer && sequoia.file(name('cert'), signer),
      };
      // It writes to a file that does not exist yet.
      const out = `${files.key}.verified`;
      const verifying = files.cert ? [`--verify-with=${files.cert}`, `--verifications-out=${out}`] : [];
      const asked = ['decrypt', `--with-key-password=${files.words}`, ...verifying, '--', files.key];
      const { status, stdout } = sequoia.sqop(asked, message);
      const signed = status === 0 && files.cert !== undefined && readFileSync(out, 'utf8').trim() !== '';
      return { content: status === 0 ? stdout : undefined, signed };
    },
    isGood({ bytes, signature, signer }, purpose) {
      const [cert, data] = [sequoia.file(name('cert'), signer), sequoia.file(name('json'), bytes)];
      const detached = sequoia.file(name('asc'), signature);
      const asked = ['--known-notation', CONTEXT_NOTATION, 'verify', '--signer-cert', cert, '--detached', detached];
      return sequoia.sq([...asked, data]).status === 0 && purposeOf(signature) === purpose;
    },
    readKey(key) {
      const { status, stdout } = sequoia.sq(['inspect', sequoia.file(name('asc'), key)]);
      return status === 0 ? /Fingerprint: ([0-9A-F]{40})/.exec(stdout.toString())?.[1]?.toLowerCase() : undefined;
    },
    encryptTo: (publicKey, content) =>
      sequoia.sqop(['encrypt', '--no-armor', '--', sequoia.file(name('cert'), publicKey)], content).stdout,
    close: () => sequoia.close(),
  };
}
