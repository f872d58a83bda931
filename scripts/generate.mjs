// The Prisma client, from prisma/schema. By itself Prisma's command line would first fetch an engine that this does not need.
import { tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const { ok } = await run(...tool('prisma', 'generate'), { live: true });
process.exitCode = ok ? 0 : 1;
