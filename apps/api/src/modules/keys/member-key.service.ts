import { verifyStatement } from '@sos/crypto/verify';
import { fingerprintSchema, parseMemberKey, type MemberKey } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService, OwnKey } from './key.service.js';
import { readStatement, type SignedStatement } from './statement-input.js';
import type { KeyOwner, StatementRecord, StatementRepository } from './statement.repository.js';

export interface MemberKeyRecord extends KeyOwner {
  readonly fingerprint: string;
  readonly statements: readonly StatementRecord[];
}

export type VouchRefusal = 'malformed' | 'other_key' | 'date' | 'may_not_sign' | 'bad_signature';
export type VouchOutcome =
  | { readonly kind: 'vouched'; readonly key: MemberKeyRecord }
  | { readonly kind: 'refused'; readonly code: VouchRefusal };

export interface MemberKeyParts {
  readonly keys: KeyService;
  readonly statements: StatementRepository;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
}

const CLOCK_SKEW_MS = 10 * 60_000;
const LOOKS = { count: 300, seconds: 3600 };

/** Whose key a member's key is, by the word of responders. The server keeps what they sign, and nobody takes it on the server's word. */
export class MemberKeyService {
  constructor(private readonly parts: MemberKeyParts) {}

  /** @throws NOT_FOUND for a key nobody registered, and for whoever is no responder of the roster */
  async about(viewer: Viewer, fingerprint: unknown): Promise<MemberKeyRecord> {
    const parsed = fingerprintSchema.safeParse(fingerprint);
    if (!parsed.success) throw notFound();
    if ((await this.parts.rateLimits.take('keys.memberKey', viewer.accountId, LOOKS)) !== null)
      throw new AppError('RATE_LIMITED');
    await this.#requireResponder(viewer);
    const owner = await this.parts.statements.findOwner(parsed.data);
    if (!owner) throw notFound();
    return this.#toRecord(parsed.data, owner);
  }

  async vouch(viewer: Viewer, input: unknown): Promise<VouchOutcome> {
    const own = await this.#requireResponder(viewer);
    const statement = readStatement(input);
    const said = parseMemberKey(statement.bytes);
    if (!said) return { kind: 'refused', code: 'malformed' };
    const owner = await this.parts.statements.findOwner(said.fingerprint);
    const code = await this.#refusal(said, statement, own, owner);
    if (code || !owner) return { kind: 'refused', code: code ?? 'other_key' };
    const { bytes, sha256, signature } = statement;
    const { accountId, fingerprint } = said;
    const subject = { subject: 'key', subjectId: fingerprint } as const;
    await this.parts.statements.addMemberKey(
      { bytes, sha256, accountId, fingerprint },
      { signerFingerprint: own.fingerprint, armored: signature },
      { event: 'key.vouched', actorId: viewer.accountId, ...subject, facts: { key: said.keySha256 } },
      this.parts.clock.now(),
    );
    return { kind: 'vouched', key: await this.#toRecord(fingerprint, owner) };
  }

  async #requireResponder(viewer: Viewer): Promise<OwnKey> {
    const own = await this.parts.keys.ownKey(viewer.accountId);
    if (own?.holderRole !== 'responder') throw notFound();
    return own;
  }

  async #refusal(
    said: MemberKey,
    { bytes, signature }: SignedStatement,
    own: OwnKey,
    owner: KeyOwner | null,
  ): Promise<VouchRefusal | null> {
    const now = this.parts.clock.now();
    const isOwners =
      owner?.accountId === said.accountId &&
      Buffer.from(owner.sha256).toString('hex') === said.keySha256 &&
      owner.displayName === said.name &&
      (owner.organisation?.slug ?? null) === said.organisation &&
      (owner.organisation?.name ?? null) === said.organisationName;
    if (!isOwners) return 'other_key';
    if (Date.parse(said.checkedAt) > now.getTime() + CLOCK_SKEW_MS) return 'date';
    if (own.fingerprint === said.fingerprint) return 'may_not_sign';
    const verdict = await verifyStatement({ bytes, signature, publicKey: own.bytes, purpose: 'member-key.v1' }, now);
    return verdict === 'good' ? null : 'bad_signature';
  }

  async #toRecord(fingerprint: string, owner: KeyOwner): Promise<MemberKeyRecord> {
    return { ...owner, fingerprint, statements: await this.parts.statements.findMemberKeys(fingerprint) };
  }
}
