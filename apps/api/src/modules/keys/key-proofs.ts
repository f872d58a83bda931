import { ENROLMENT_MINUTES, parseEnrolment, writeEnrolment, type KeyRef } from '@sos/domain';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Clock, SpentTokens, Vaulted } from '../../platform/platform.types.js';

export interface KeyProofParts {
  readonly vaulted: Vaulted;
  readonly spentTokens: SpentTokens;
  readonly clock: Clock;
  /** What the statement says it is for. */
  readonly appOrigin: string;
}

export interface KeyProofRequest {
  readonly statement: Uint8Array;
  /** Ours, over account and statement: nothing has to be remembered until it comes back. */
  readonly seal: Uint8Array;
}

export interface GivenProof extends KeyProofRequest {
  readonly signature: string;
}

export type ProofRefusal = 'proof_invalid' | 'proof_expired' | 'proof_spent';

/**
 * Statements to be signed by a key that is brought along. The server never verifies OpenPGP signatures: the browser has, and the
 * signature is kept for everybody who will want to. What the server holds to is that it wrote the statement itself, for this account
 * and this key, within the hour, and for one use.
 */
export class KeyProofs {
  constructor(private readonly parts: KeyProofParts) {}

  request(accountId: string, { fingerprint, keySha256 }: KeyRef): KeyProofRequest {
    const statement = writeEnrolment({
      ctx: 'enrol.v1',
      service: this.parts.appOrigin,
      fingerprint,
      keySha256,
      nonce: randomBytes(16).toString('hex'),
      issued: this.parts.clock.now().toISOString(),
    });
    return { statement, seal: this.#seal(accountId, statement) };
  }

  async check(accountId: string, key: KeyRef, { statement, seal }: GivenProof): Promise<ProofRefusal | null> {
    const expected = this.#seal(accountId, statement);
    const isOurs = seal.length === expected.length && timingSafeEqual(seal, expected);
    const enrolment = isOurs ? parseEnrolment(statement) : undefined;
    if (enrolment?.fingerprint !== key.fingerprint || enrolment.keySha256 !== key.keySha256) return 'proof_invalid';
    const until = new Date(Date.parse(enrolment.issued) + ENROLMENT_MINUTES * 60_000);
    if (until <= this.parts.clock.now()) return 'proof_expired';
    const isFirst = await this.parts.spentTokens.spend(`key-proof:${enrolment.nonce}`, until);
    return isFirst ? null : 'proof_spent';
  }

  #seal(accountId: string, statement: Uint8Array): Buffer {
    const hash = createHash('sha256').update(statement).digest('hex');
    return this.parts.vaulted.hmac('key-proof', JSON.stringify([accountId, hash]));
  }
}
