import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GpgResult } from './gnupg.js';

/** The real Sequoia: `sqop` for everything the stateless interface has a word for, `sq` where a notation is involved. */
export interface Sequoia {
  sq(args: readonly string[], input?: Uint8Array | string): GpgResult;
  sqop(args: readonly string[], input?: Uint8Array | string): GpgResult;
  file(name: string, bytes: Uint8Array | string): string;
  close(): void;
}

export function openSequoia(): Sequoia {
  const folder = mkdtempSync(join(tmpdir(), 'sos-sequoia-'));
  const runner = (program: string) => (args: readonly string[], input?: Uint8Array | string) => {
    const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: 64 * 1024 * 1024 });
    // Without it this proves nothing, and must not pass.
    if (error) throw error;
    return { status, stdout, stderr: stderr.toString() };
  };
  return {
    sq: runner('sq'),
    sqop: runner('sqop'),
    file(name, bytes) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
