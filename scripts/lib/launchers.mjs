import { readFileSync } from 'node:fs';

/** What Linux says of a process: its state and its parent. Empty elsewhere, and for a process that is gone. */
function statOf(pid) {
  try {
    // The name, in brackets, may hold spaces and brackets itself.
    const [state, parent] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return { state: '', parent: 0 };
  }
}

/** A killed process that nobody has collected yet still answers to its number. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return statOf(pid).state !== 'Z';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Taken at the very start: a launcher that dies during the build must still be missed when the server comes up. */
export function findLaunchers() {
  return [process.ppid, statOf(process.ppid).parent].filter((pid) => pid > 1);
}

/**
 * npm runs scripts through a shell. Killed with SIGKILL, npm leaves shell, script and server behind, holding the port and the data
 * folder; so the server is stopped as soon as one of those that started it is gone.
 */
export function watchLaunchers(server, launchers) {
  setInterval(() => {
    if (!launchers.every(isAlive)) server.kill('SIGTERM');
  }, 500).unref();
}
