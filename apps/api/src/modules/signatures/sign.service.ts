import { acceptsSignatures, canonicalAddress, type Language } from '@sos/domain';
import { createHmac, randomUUID } from 'node:crypto';

import type { SignFormIssue, SignFormValues } from '../../platform/pages.types.js';
import type { Clock, Logger, RateLimits, SpentTokens, Switches, Vaulted } from '../../platform/platform.types.js';
import type { CampaignService, SigningRecord } from '../campaigns/index.js';
import { createChallenge, verifySolution, type Challenge } from './proof-of-work.js';
import { sealPerson, unwrapCampaignKey } from './sealed-columns.repository.js';
import { parseExtras, parseSignForm, type SignFields, type SubmissionExtras } from './sign-input.js';
import type { NewSignature, SignatureRepository } from './signature.repository.js';
import { formToken, inspectFormToken, submissionRef } from './tokens.js';

export interface SignRequest {
  readonly slug: string;
  readonly language: Language;
  /** The form or the JSON as it came. */
  readonly body: unknown;
  /** How it came. A plain form may bring a proof of work as well; JSON must. */
  readonly carrier: 'form' | 'json';
  readonly networkKey: string;
}

export type SignOutcome =
  | { readonly kind: 'accepted'; readonly ref: string }
  | { readonly kind: 'invalid'; readonly issues: readonly SignFormIssue[] }
  /** `paused`: stopped for everybody for a while, whatever the campaign. */
  | { readonly kind: 'closed' | 'paused' | 'try_later' | 'unknown' };

export interface SignAnswer {
  readonly values: SignFormValues;
  readonly outcome: SignOutcome;
}

export interface SignParts {
  readonly campaigns: CampaignService;
  readonly signatures: SignatureRepository;
  readonly write: (row: NewSignature) => Promise<void>;
  readonly vaulted: Vaulted;
  readonly rateLimits: RateLimits;
  readonly spentTokens: SpentTokens;
  readonly switches: Switches;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Right-hand side of our Message-IDs. */
  readonly mailDomain: string;
}

/** With JavaScript a proof of work pays; without, a form token and a smaller budget. */
type Proof = 'form' | 'altcha';

const HOUR = 3_600;
const DAY = 86_400;
/** Per network prefix and campaign. Without JavaScript nothing was paid for a signature, so there are fewer. */
const BUDGET = { altcha: { count: 600, seconds: HOUR }, form: { count: 30, seconds: HOUR } } as const;
/** Mails one address can be made to receive. */
const MAILS = { altcha: { count: 3, seconds: DAY }, form: { count: 1, seconds: DAY } } as const;

/**
 * Signing says the same, does the same and takes as long, whoever signed before: a second signature from an address changes
 * nothing and shows nothing, and whether a mail leaves is decided later, elsewhere.
 */
export class SignService {
  constructor(private readonly parts: SignParts) {}

  formToken(): string {
    return formToken(this.parts.vaulted, this.parts.clock.now());
  }

  challenge(): Challenge {
    return createChallenge(this.parts.vaulted, this.parts.clock.now());
  }

  async sign(request: SignRequest): Promise<SignAnswer> {
    const form = parseSignForm(request.body);
    const campaign = await this.parts.campaigns.findForSigning(request.slug);
    const outcome = campaign ? await this.#signOne(request, campaign, form) : ({ kind: 'unknown' } as const);
    this.parts.logger.info('signature.submitted', { code: outcome.kind, carrier: request.carrier });
    return { values: form.values, outcome };
  }

  async #signOne(
    request: SignRequest,
    campaign: SigningRecord,
    form: ReturnType<typeof parseSignForm>,
  ): Promise<SignOutcome> {
    if (!acceptsSignatures(campaign, this.parts.clock.now()) || !campaign.signers.includes('individual'))
      return { kind: 'closed' };
    // Before anything is spent: what was typed, token and proof can be sent again as they are.
    if (await this.parts.switches.isStopped('signing')) return { kind: 'paused' };
    if (!form.fields) return { kind: 'invalid', issues: form.issues };
    const extras = parseExtras(request.body);
    // What is signed is what was read.
    if (extras.textVersion !== '' && extras.textVersion !== String(campaign.textVersion)) return issue('text_changed');
    const proof = request.carrier === 'json' || extras.altcha !== '' ? 'altcha' : 'form';
    const unproven = await this.#spendProof(proof, extras);
    if (unproven) return issue(unproven);
    const wait = await this.parts.rateLimits.take(
      `signature.network.${proof}`,
      `${campaign.id}:${request.networkKey}`,
      BUDGET[proof],
    );
    if (wait !== null) return { kind: 'try_later' };
    return { kind: 'accepted', ref: await this.#store(request, proof, campaign, form.fields, extras) };
  }

  /** @returns why the proof does not count, or null. */
  async #spendProof(proof: Proof, extras: SubmissionExtras): Promise<string | null> {
    const { vaulted, clock, spentTokens } = this.parts;
    if (proof === 'altcha') {
      const solved = verifySolution(vaulted, extras.altcha, clock.now());
      return solved && (await spentTokens.spend(solved.id, solved.expiresAt)) ? null : 'proof_failed';
    }
    const token = inspectFormToken(vaulted, extras.formToken, clock.now());
    if (token.kind === 'too_fast') return 'form_too_fast';
    return token.kind === 'good' && (await spentTokens.spend(extras.formToken, token.expiresAt))
      ? null
      : 'form_expired';
  }

  async #store(
    request: SignRequest,
    proof: Proof,
    campaign: SigningRecord,
    fields: SignFields,
    extras: SubmissionExtras,
  ): Promise<string> {
    const { vaulted, clock, signatures, write } = this.parts;
    const at = clock.now();
    // A machine filled the field that no person sees: it takes everybody's way to the end, about nobody, and nothing is kept.
    const trapped = extras.website !== '';
    const address = trapped ? randomUUID() : canonicalAddress(fields.email);
    const duplicateKey = unwrapCampaignKey(vaulted, campaign, 'duplicate');
    const duplicateHash = createHmac('sha256', duplicateKey).update(address).digest();
    const partner = extras.partner === '' ? null : await signatures.findPartner(extras.partner);
    const id = randomUUID();
    const mail = await this.#mailFor(proof, address, id, at);
    await write({
      id,
      campaignId: campaign.id,
      trapped,
      duplicateHash,
      ...sealPerson(unwrapCampaignKey(vaulted, campaign, 'data'), campaign.id, id, fields),
      country: fields.country,
      namePublic: fields.namePublic,
      language: request.language,
      textVersion: campaign.textVersion ?? 1,
      partnerId: partner?.id ?? null,
      at,
      mail: trapped ? null : mail,
    });
    return submissionRef(vaulted, { campaignId: campaign.id, duplicateHash, at });
  }

  /** The address counts its mails under a key of the day, which says nothing tomorrow and is joined to no signature. */
  async #mailFor(proof: Proof, address: string, id: string, at: Date): Promise<NewSignature['mail']> {
    const { vaulted, rateLimits, mailDomain } = this.parts;
    const subject = vaulted.hmac(`mail-address.${at.toISOString().slice(0, 10)}`, address).toString('base64url');
    const wait = await rateLimits.take(`mail.address.${proof}`, subject, MAILS[proof]);
    return wait === null
      ? { idempotencyKey: `signature.confirm:${id}`, messageId: `<${randomUUID()}@${mailDomain}>` }
      : null;
  }
}

function issue(code: string): SignOutcome {
  return { kind: 'invalid', issues: [{ field: 'form', code }] };
}
