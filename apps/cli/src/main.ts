import { openDatabase } from '@sos/database';

import { EXIT_REFUSED } from './platform/problem.js';
import { download, fetchText } from './platform/network.js';
import { askInTheOpen, askOnTerminal } from './platform/terminal.js';
import { run } from './run.js';

try {
  process.exitCode = await run(process.argv.slice(2), {
    say: (line) => void process.stdout.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    now: () => new Date(),
    env: process.env,
    ask: (question) => askInTheOpen({ input: process.stdin, prompt: process.stderr }, question),
    askSecret: (prompt) => askOnTerminal({ input: process.stdin, prompt: process.stderr }, prompt),
    openDatabase: (url) => openDatabase({ url, connections: 2 }),
    fetch: (url) => fetchText(url),
    download: (url) => download(url),
  });
} catch (error) {
  // The kind and the place, never the message: it may quote what a command was given.
  const [kind, stack] = error instanceof Error ? [error.name, error.stack ?? ''] : [typeof error, ''];
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  process.stderr.write(`sos failed in a way that was not foreseen (${kind}).\n${frames.join('\n')}\n`);
  process.exitCode = EXIT_REFUSED;
}
