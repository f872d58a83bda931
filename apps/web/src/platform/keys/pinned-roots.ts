/**
 * Filled in by the build (`define` in vite.config.ts): SHA-256 of the first and the latest root set, and what the build calls
 * itself. Production sets SOS_PINNED_ROOTS="<first>,<latest>" and SOS_BUILD_DATE when it builds; without them the demo's are taken.
 */
declare const __SOS_BUILD__:
  | {
      readonly pinnedRoots: { readonly first: string; readonly latest: string };
      readonly date: string;
      readonly id: string;
    }
  | undefined;

export interface BuildTrust {
  readonly pinnedRoots: { readonly first: string; readonly latest: string };
  /** The device's clock may be slow, but not slower than this. */
  readonly date: string;
  /** Names the build inside every signed entry. */
  readonly id: string;
}

/** Pins that match no root set: an unbuilt page trusts nobody. */
const NOBODY: BuildTrust = {
  pinnedRoots: { first: '0'.repeat(64), latest: '0'.repeat(64) },
  date: '2026-11-01T00:00:00.000Z',
  id: 'unbuilt',
};

export function buildTrust(): BuildTrust {
  return typeof __SOS_BUILD__ === 'undefined' ? NOBODY : __SOS_BUILD__;
}
