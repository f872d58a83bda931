import { verifyStatement } from '@sos/crypto/verify';
import {
  canBeSuspended,
  isSuspensionComplete,
  parseSuspension,
  suspendersOf,
  type HashedRoster,
  type Suspension,
} from '@sos/domain';

import { AppError } from '../../platform/errors.js';
import type { Clock, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService, OwnKey } from './key.service.js';
import { readStatement, type SignedStatement } from './statement-input.js';
import type { StatementRepository, SuspensionRecord } from './statement.repository.js';

export type SuspensionRefusal =
  'malformed' | 'other_roster' | 'date' | 'not_a_holder' | 'already_suspended' | 'may_not_sign' | 'bad_signature';

export type SuspendOutcome =
  | { readonly kind: 'signed'; readonly effective: boolean }
  | { readonly kind: 'refused'; readonly code: SuspensionRefusal };

export interface SuspensionParts {
  readonly keys: KeyService;
  readonly statements: StatementRepository;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
}

const CLOCK_SKEW_MS = 10 * 60_000;
/** Dated further back, a statement would make what a colleague wrote since then look like a thief's. */
const OLDEST_MS = 24 * 3_600_000;
const SUSPENSIONS = { count: 20, seconds: 3600 };

/** Takes keys out of the team at once. Every browser judges the statements again: the server only keeps false ones away. */
export class SuspensionService {
  constructor(private readonly parts: SuspensionParts) {}

  async suspend(viewer: Viewer, input: unknown): Promise<SuspendOutcome> {
    const { keys, rateLimits } = this.parts;
    if ((await rateLimits.take('keys.suspend', viewer.accountId, SUSPENSIONS)) !== null)
      throw new AppError('RATE_LIMITED');
    const statement = readStatement(input);
    const suspension = parseSuspension(statement.bytes);
    if (!suspension) return { kind: 'refused', code: 'malformed' };
    const own = await keys.ownKey(viewer.accountId);
    const code = await this.#refusal(suspension, statement, own);
    if (code) return { kind: 'refused', code };
    return { kind: 'signed', effective: await this.#store(viewer, suspension, statement, own?.fingerprint ?? '') };
  }

  /** Waiting for a second signature, under the roster that counts today. */
  async requests(): Promise<readonly SuspensionRecord[]> {
    const standing = await this.parts.keys.standingRosters();
    const hashes = new Set(standing.map(({ sha256 }) => sha256));
    const pending = await this.parts.statements.findSuspensions('pending');
    return pending.filter(({ rosterSha256 }) => hashes.has(Buffer.from(rosterSha256).toString('hex')));
  }

  async #refusal(
    suspension: Suspension,
    { bytes, signature }: SignedStatement,
    own: OwnKey | null,
  ): Promise<SuspensionRefusal | null> {
    const now = this.parts.clock.now();
    const under = await this.#under(suspension);
    if (!under) return 'other_roster';
    const age = now.getTime() - Date.parse(suspension.at);
    if (age > OLDEST_MS || age < -CLOCK_SKEW_MS) return 'date';
    if (!canBeSuspended(under.roster, suspension)) return 'not_a_holder';
    const suspended = await this.parts.keys.suspendedKeys();
    if (suspended.has(suspension.keySha256)) return 'already_suspended';
    // No holder's role: not of the team today, or suspended; and a suspended key takes nobody else along.
    const signer = suspendersOf(under.roster, suspension).find(({ fingerprint }) => fingerprint === own?.fingerprint);
    if (!own?.holderRole || !signer) return 'may_not_sign';
    const verdict = await verifyStatement({ bytes, signature, publicKey: own.bytes, purpose: 'suspend.v1' }, now);
    return verdict === 'good' ? null : 'bad_signature';
  }

  async #under({ rosterSha256, rosterVersion }: Suspension): Promise<HashedRoster | undefined> {
    const standing = await this.parts.keys.standingRosters();
    return standing.find(({ sha256, roster }) => sha256 === rosterSha256 && roster.version === rosterVersion);
  }

  #store(
    viewer: Viewer,
    suspension: Suspension,
    { bytes, sha256, signature }: SignedStatement,
    signerFingerprint: string,
  ): Promise<boolean> {
    const { fingerprint, rosterVersion } = suspension;
    const rosterSha256 = new Uint8Array(Buffer.from(suspension.rosterSha256, 'hex'));
    return this.parts.statements.addSuspension(
      { bytes, sha256, fingerprint, rosterSha256 },
      { signerFingerprint, armored: signature },
      (signers) => {
        const complete = isSuspensionComplete(suspension, signers);
        const facts = { roster: String(rosterVersion), state: complete ? 'effective' : 'requested' };
        const subject = { subject: 'key', subjectId: fingerprint } as const;
        return { complete, audit: { event: 'roster.suspended', actorId: viewer.accountId, ...subject, facts } };
      },
      this.parts.clock.now(),
    );
  }
}
