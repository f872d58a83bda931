import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const HASH = /^[0-9a-f]{64}$/;
/** Fixed, not the moment of the build: two builds of one source must give the same bytes. A release sets its own. */
const RELEASED = '2026-11-22T00:00:00.000Z';

function demoRoots(): { first: string; latest: string } {
  const bytes = readFileSync(new URL('../../prisma/seed/demo-roots/roots-1.bytes', import.meta.url));
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { first: hash, latest: hash };
}

function pinnedRoots(given: string | undefined): { first: string; latest: string } {
  if (given === undefined || given === '') return demoRoots();
  const [first = '', latest = first] = given.split(',').map((hash) => hash.trim());
  if (!HASH.test(first) || !HASH.test(latest))
    throw new Error('SOS_PINNED_ROOTS is "<sha256 of the first root set>,<sha256 of the latest>".');
  return { first, latest };
}

/** What the built app trusts before it has asked anybody: see src/platform/keys/pinned-roots.ts. */
export function buildTrust(environment: Readonly<Record<string, string | undefined>>): string {
  const date = environment['SOS_BUILD_DATE'] ?? RELEASED;
  const id = environment['SOS_BUILD_ID'] ?? 'sos-0.1.0';
  return JSON.stringify({ pinnedRoots: pinnedRoots(environment['SOS_PINNED_ROOTS']), date, id });
}
