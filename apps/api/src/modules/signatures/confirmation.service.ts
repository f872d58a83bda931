import { CONFIRMATION } from '@sos/domain';

import { requireChanges } from '../../platform/access.js';
import type { Clock, RateLimits, Switches, Vaulted } from '../../platform/platform.types.js';
import { acceptsConfirmations, type CampaignService, type SigningRecord } from '../campaigns/index.js';
import type { SignatureRecord, SignatureRepository } from './signature.repository.js';
import { confirmationCode, readConfirmationToken, readSubmissionRef, type TokenUse } from './tokens.js';

export type ConfirmStatus = 'ask' | 'confirmed' | 'too_late' | 'not_valid';
export type WithdrawStatus = 'ask' | 'withdrawn' | 'disowned' | 'not_valid';
export type CodeStatus = 'confirmed' | 'code_wrong' | 'code_expired' | 'too_many_tries';
export type RemovalReason = 'withdrawn' | 'disowned';

export interface Answer<Status> {
  readonly status: Status;
  /** The campaign's, once the link proved good. */
  readonly slug: string | null;
}

interface Found {
  readonly signature: SignatureRecord;
  readonly campaign: SigningRecord;
}

const NOT_VALID = { status: 'not_valid', slug: null } as const;
const MINUTE_MS = 60_000;

const isConfirmed = ({ events }: SignatureRecord): boolean => events.includes('confirmed');
const isErased = ({ events }: SignatureRecord): boolean => events.includes('erased');
const removalOf = ({ events }: SignatureRecord) =>
  events.find((kind) => kind === 'withdrawn' || kind === 'disowned' || kind === 'invalidated');

/**
 * What the mail leads to. Looking never changes anything: mail scanners look at every link. While signing is stopped, who has
 * signed can still confirm and withdraw; only while all changes are stopped must they come back.
 */
export class ConfirmationService {
  constructor(
    private readonly parts: {
      readonly campaigns: CampaignService;
      readonly signatures: SignatureRepository;
      readonly vaulted: Vaulted;
      readonly switches: Switches;
      readonly rateLimits: RateLimits;
      readonly clock: Clock;
    },
  ) {}

  async look(token: string): Promise<Answer<ConfirmStatus>> {
    const found = await this.#find('confirm', token);
    return found ? { status: this.#stateOf(found), slug: found.campaign.slug } : NOT_VALID;
  }

  /** Twice is as good as once. */
  async confirm(token: string): Promise<Answer<ConfirmStatus>> {
    await requireChanges(this.parts.switches);
    const found = await this.#find('confirm', token);
    if (!found) return NOT_VALID;
    return { status: await this.#settle(found), slug: found.campaign.slug };
  }

  async lookAtWithdrawal(token: string): Promise<Answer<WithdrawStatus>> {
    const found = await this.#find('withdraw', token);
    if (!found) return NOT_VALID;
    const removal = removalOf(found.signature);
    return {
      status: removal === undefined ? 'ask' : removal === 'disowned' ? 'disowned' : 'withdrawn',
      slug: found.campaign.slug,
    };
  }

  async withdraw(token: string, reason: RemovalReason): Promise<Answer<WithdrawStatus>> {
    await requireChanges(this.parts.switches);
    const found = await this.#find('withdraw', token);
    if (!found) return NOT_VALID;
    if (removalOf(found.signature) === undefined)
      await this.parts.signatures.remove(found.signature, reason, this.parts.clock.now());
    return this.lookAtWithdrawal(token);
  }

  /**
   * The answer depends on what the asker did and knows, never on whether the address had signed before: a submission without a
   * mail behind it takes five wrong codes like any other.
   */
  async useCode(ref: string, code: string): Promise<Answer<CodeStatus>> {
    const { vaulted, rateLimits, clock, campaigns } = this.parts;
    await requireChanges(this.parts.switches);
    const submission = readSubmissionRef(vaulted, ref);
    const now = clock.now();
    if (!submission || now.getTime() - submission.at.getTime() > (CONFIRMATION.minutes + 1) * MINUTE_MS)
      return { status: 'code_expired', slug: null };
    const campaign = await campaigns.findById(submission.campaignId);
    const slug = campaign?.slug ?? null;
    const subject = `${submission.campaignId}:${submission.duplicateHash.toString('base64url')}`;
    const limit = { count: CONFIRMATION.tries, seconds: CONFIRMATION.minutes * 60 };
    if ((await rateLimits.take('signature.code', subject, limit)) !== null) return { status: 'too_many_tries', slug };
    const signature = await this.parts.signatures.findBySubmission(submission.campaignId, submission.duplicateHash);
    const right = campaign && signature ? await this.#isRight({ campaign, signature }, code, now) : false;
    return { status: right ? 'confirmed' : 'code_wrong', slug };
  }

  async #isRight(found: Found, code: string, now: Date): Promise<boolean> {
    const { signatures, vaulted } = this.parts;
    const expiresAt = await signatures.takeTry(found.signature.id, now, CONFIRMATION.tries);
    if (!expiresAt || code !== confirmationCode(vaulted, found.signature.id, expiresAt)) return false;
    return (await this.#settle(found)) === 'confirmed';
  }

  /** Confirms what waits for it. */
  async #settle(found: Found): Promise<ConfirmStatus> {
    const state = this.#stateOf(found);
    if (state !== 'ask') return state;
    const { signatures, clock } = this.parts;
    return (await signatures.confirm(found.signature.id, clock.now())) ? 'confirmed' : 'not_valid';
  }

  #stateOf({ signature, campaign }: Found): ConfirmStatus {
    if (removalOf(signature) !== undefined) return 'not_valid';
    if (isConfirmed(signature)) return 'confirmed';
    if (isErased(signature)) return 'not_valid';
    return acceptsConfirmations(campaign, this.parts.clock.now()) ? 'ask' : 'too_late';
  }

  async #find(use: TokenUse, token: string): Promise<Found | null> {
    const id = readConfirmationToken(this.parts.vaulted, use, token);
    const signature = id === null ? null : await this.parts.signatures.find(id);
    const campaign = signature && (await this.parts.campaigns.findById(signature.campaignId));
    return signature && campaign ? { signature, campaign } : null;
  }
}
