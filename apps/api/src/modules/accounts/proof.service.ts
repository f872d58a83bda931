import { LIMITS, type SecondFactor } from '@sos/domain';

import { verifyPassword } from '../../platform/passwords.js';
import type { Logger, RateLimits, Sessions } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { CredentialRepository } from './credential.repository.js';
import type { FactorAttempt, PasskeyRequest, SecondFactorService } from './second-factor.service.js';

export interface ProofAttempt {
  readonly password: string | null;
  readonly factor: FactorAttempt | null;
}

export type ProofOutcome =
  | { readonly kind: 'proven' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

export interface ProofRequest {
  /** Empty: the password is all this account has. */
  readonly factors: readonly SecondFactor[];
  readonly hasPassword: boolean;
  readonly passkey: PasskeyRequest | null;
}

/** Guessing from a session that somebody else left open; the session's owner signs in anew and goes on. */
const PER_PAIR = { count: 8, seconds: 15 * 60 };

export interface ProofParts {
  readonly credentials: CredentialRepository;
  readonly secondFactors: SecondFactorService;
  readonly sessions: Sessions;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
}

/** Showing once more who sits there, before what cannot be undone: a passkey, or the password and whatever goes with it. */
export class ProofService {
  constructor(private readonly parts: ProofParts) {}

  async request({ accountId }: Viewer, networkKey: string): Promise<ProofRequest> {
    const { credentials, secondFactors } = this.parts;
    const factors = await credentials.factorsOf(accountId);
    const hasPassword = (await credentials.passwordOf(accountId)) !== null;
    if (!factors.includes('passkey')) return { factors, hasPassword, passkey: null };
    const passkey = await secondFactors.requestPasskey('passkey.prove', accountId, networkKey);
    return { factors, hasPassword, passkey: 'ticket' in passkey ? passkey : null };
  }

  async prove(viewer: Viewer, attempt: ProofAttempt, networkKey: string): Promise<ProofOutcome> {
    const { credentials, sessions, logger } = this.parts;
    const { accountId } = viewer;
    const withPasskey = attempt.factor?.factor === 'passkey';
    if (!withPasskey) {
      const refused = await this.checkPassword(accountId, attempt.password, networkKey);
      if (refused) return refused;
    }
    if (attempt.factor) {
      const outcome = await this.parts.secondFactors.check('passkey.prove', accountId, attempt.factor, networkKey);
      if (outcome.kind !== 'proven') return outcome;
      await sessions.prove(viewer, 'strong', outcome.factor);
      return { kind: 'proven' };
    }
    if ((await credentials.factorsOf(accountId)).length > 0) {
      logger.info('proof.without_second_factor');
      return { kind: 'failed' };
    }
    await sessions.prove(viewer, 'password', 'password');
    return { kind: 'proven' };
  }

  private async checkPassword(
    accountId: string,
    password: string | null,
    networkKey: string,
  ): Promise<Exclude<ProofOutcome, { kind: 'proven' }> | null> {
    const { credentials, rateLimits, logger } = this.parts;
    const retryAfterSeconds = await rateLimits.take('proof.pair', `${accountId} ${networkKey}`, PER_PAIR);
    if (retryAfterSeconds !== null) return { kind: 'tooMany', retryAfterSeconds };
    const stored = await credentials.passwordOf(accountId);
    const holds =
      stored !== null &&
      password !== null &&
      password.length <= LIMITS.password &&
      (await verifyPassword(stored.hash, password));
    if (holds) return null;
    logger.info('proof.failed');
    return { kind: 'failed' };
  }
}
