import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BuildTrust } from '@sos/domain';

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

/** `NAME+ID+KEY`, as `sos log key` and witnesses spell it; whether the key is one, the app finds out when it reads it. */
function pinnedKey(name: string, given: string | undefined): string | null {
  if (given === undefined || given.trim() === '') return null;
  if (!/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$/.test(given.trim()))
    throw new Error(`${name} is a key as the log spells it: NAME+ID+KEY.`);
  return given.trim();
}

/** What the built app trusts before it has asked anybody: see src/platform/keys/pinned-roots.ts. The order is the release manifest's. */
export function buildTrust(environment: Readonly<Record<string, string | undefined>>): BuildTrust {
  return {
    pinnedRoots: pinnedRoots(environment['SOS_PINNED_ROOTS']),
    log: pinnedKey('SOS_LOG_KEY', environment['SOS_LOG_KEY']),
    witness: pinnedKey('SOS_LOG_WITNESS', environment['SOS_LOG_WITNESS']),
    date: environment['SOS_BUILD_DATE'] ?? RELEASED,
    id: environment['SOS_BUILD_ID'] ?? 'sos-0.1.0',
  };
}
