import type { BuildTrust } from '@sos/domain';

/**
 * Filled in by the build (`define` in vite.config.ts): SHA-256 of the first and the latest root set, the keys of the transparency log
 * and its witness, and what the build calls itself. Production sets SOS_PINNED_ROOTS="<first>,<latest>", SOS_LOG_KEY and
 * SOS_BUILD_DATE when it builds; without them the demo's roots are taken, and the first key of a log that is seen.
 */
declare const __SOS_BUILD__: BuildTrust | undefined;

/** Pins that match no root set: an unbuilt page trusts nobody. */
const NOBODY: BuildTrust = {
  pinnedRoots: { first: '0'.repeat(64), latest: '0'.repeat(64) },
  log: null,
  witness: null,
  date: '2026-11-01T00:00:00.000Z',
  id: 'unbuilt',
};

export function buildTrust(): BuildTrust {
  return typeof __SOS_BUILD__ === 'undefined' ? NOBODY : __SOS_BUILD__;
}
