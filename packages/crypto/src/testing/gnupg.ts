import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GpgResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GnupgOptions {
  /** For company of programs whose clock cannot be set; otherwise it is the time of the test world. */
  readonly clock?: 'real';
}

/** The real GnuPG in a home of its own. */
export interface Gnupg {
  run(args: readonly string[], input?: Uint8Array | string): GpgResult;
  file(name: string, bytes: Uint8Array | string): string;
  close(): void;
}

export function openGnupg({ clock }: GnupgOptions = {}): Gnupg {
  const home = mkdtempSync(join(tmpdir(), 'sos-gpg-'));
  const base = [
    '--homedir',
    home,
    '--batch',
    '--no-tty',
    // It stands still: each call begins anew, and to the next one a key that was made a second later would be of the future.
    ...(clock === 'real' ? [] : ['--faked-system-time', '20261122T110000!']),
    '--trust-model',
    'always',
    '--pinentry-mode',
    'loopback',
  ];
  return {
    run(args, input) {
      const { status, stdout, stderr, error } = spawnSync('gpg', [...base, ...args], {
        input,
        maxBuffer: 64 * 1024 * 1024,
      });
      // Without gpg this proves nothing, and must not pass.
      if (error) throw error;
      return { status, stdout, stderr: stderr.toString() };
    },
    file(name, bytes) {
      const path = join(home, name);
      writeFileSync(path, bytes);
      return path;
    },
    close() {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
