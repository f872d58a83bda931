import { spawn } from 'node:child_process';
import { cleanEnvironment, root } from './project.mjs';

/**
 * Runs a command to its end. `live` shows what it prints as it comes; the text is kept either way.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, live?: boolean, uid?: number, gid?: number }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects: a command that cannot start says so in its output
 */
export function run(command, args, { cwd = root, env = {}, live = false, uid, gid } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const identity = uid === undefined ? {} : { uid, gid };
    const child = spawn(command, args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npx',
      ...identity,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        if (live) process.stdout.write(chunk);
      });
    }
    const finish = (ok) => resolve({ ok, output: Buffer.concat(chunks).toString('utf8') });
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

/** The end of a long output: where tools say what went wrong. */
export function tail(output, lines = 40) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
