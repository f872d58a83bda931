import { acceptsSignatures, uuidSchema } from '@sos/domain';
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction, Logger, Switches, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { CampaignService } from '../campaigns/index.js';
import { unwrapCampaignKey } from './sealed-columns.repository.js';
import type { SignatoryOrganisationRecord, SignatureRepository } from './signature.repository.js';

export interface SignatoryOrganisationView {
  readonly id: string;
  readonly name: string;
  readonly country: string;
}

export type OrganisationOutcome =
  | { readonly kind: 'signed'; readonly campaignId: string; readonly organisation: SignatoryOrganisationView }
  | { readonly kind: 'refused'; readonly code: 'closed' | 'paused' | 'not_for_organisations' };

const inputSchema = z.object({ campaignId: uuidSchema, organisationId: uuidSchema });
const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

export interface OrganisationSigningParts {
  readonly campaigns: CampaignService;
  readonly signatures: SignatureRepository;
  readonly vaulted: Vaulted;
  readonly switches: Switches;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class OrganisationSigningService {
  constructor(private readonly parts: OrganisationSigningParts) {}

  /** Idempotent: a colleague who signs again for the same organisation is told that it stands. */
  async sign(viewer: Viewer, input: unknown): Promise<OrganisationOutcome> {
    const { campaigns, signatures, clock, logger } = this.parts;
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { campaignId, organisationId } = parsed.data;
    const now = clock.now();
    const organisation = await signatures.findRepresented(viewer.accountId, organisationId, now);
    const found = await campaigns.findById(campaignId);
    const campaign = found && (await campaigns.findForSigning(found.slug));
    if (!organisation || !campaign) throw notFound();
    if (!campaign.signers.includes('organisation')) return { kind: 'refused', code: 'not_for_organisations' };
    if (!acceptsSignatures(campaign, now)) return { kind: 'refused', code: 'closed' };
    if (await this.parts.switches.isStopped('signing')) return { kind: 'refused', code: 'paused' };
    const duplicateKey = unwrapCampaignKey(this.parts.vaulted, campaign, 'duplicate');
    const duplicateHash = createHmac('sha256', duplicateKey).update(`organisation:${organisation.id}`).digest();
    const { country } = organisation;
    const textVersion = campaign.textVersion ?? 1;
    const row = { id: randomUUID(), campaignId, organisationId, duplicateHash, country, textVersion, at: now };
    await signatures.insertOrganisation({ ...row, language: viewer.language }, (tx) => this.#trace(tx, viewer, row));
    logger.info('signature.organisation', { id: campaignId });
    return { kind: 'signed', campaignId, organisation };
  }

  /** In public stands the organisation's name alone; who gave it is for those who must be able to ask. */
  async #trace(
    tx: DatabaseTransaction,
    { accountId: actorId }: Viewer,
    { campaignId: subjectId, organisationId: organisation }: { campaignId: string; organisationId: string },
  ): Promise<void> {
    const event = 'campaign.signedForOrganisation';
    await this.parts.audit.record({ event, actorId, subject: 'campaign', subjectId, facts: { organisation } }, tx);
  }

  /** A to Z, one list per campaign asked for. */
  async listFor(campaignIds: readonly string[]): Promise<readonly (readonly SignatoryOrganisationView[])[]> {
    const rows = await this.parts.signatures.listOrganisations(campaignIds);
    const ordered = rows.toSorted((one, other) => byName.compare(one.name, other.name));
    const toView = ({ id, name, country }: SignatoryOrganisationRecord): SignatoryOrganisationView => ({
      id,
      name,
      country,
    });
    return campaignIds.map((id) => ordered.filter(({ campaignId }) => campaignId === id).map(toView));
  }
}
