import {
  acceptsSignatures,
  CAMPAIGN_MOVES,
  CAMPAIGN_STATUSES,
  CAMPAIGN_VISIBILITY,
  CONFIRMATION_GRACE_MS,
  LANGUAGES,
  refuseMove,
  type CampaignStatus,
  type MoveRefusal,
} from '@sos/domain';

import type { Viewer } from '../../platform/viewer.js';
import { approvalHashOf } from './campaign-hash.js';

/** The campaign's own view of itself that the rules need; every record of a repository fits. */
export interface GovernedCampaign {
  readonly status: CampaignStatus;
  readonly authorId: string;
  readonly type: string;
  readonly goal: number | null;
  readonly signers: readonly string[];
  readonly texts: readonly GovernedText[];
  readonly addressees: readonly {
    readonly channel: string;
    readonly texts: readonly {
      readonly language: string;
      readonly office: string;
      readonly salutation: string | null;
    }[];
  }[];
  readonly transitions: readonly { readonly to: CampaignStatus; readonly actorId: string }[];
  readonly approvals: readonly {
    readonly version: number;
    readonly textsHash: Uint8Array;
    readonly approverId: string;
  }[];
}

interface GovernedText {
  readonly language: string;
  readonly original: boolean;
  readonly version: number;
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  readonly demands: readonly string[];
  readonly country: string;
  readonly callToAction: string | null;
  readonly additionalInformation: string | null;
  readonly disclaimer: string | null;
}

const isPublic = (status: CampaignStatus): boolean => CAMPAIGN_VISIBILITY[status].public;

export const PUBLIC_STATUSES = CAMPAIGN_STATUSES.filter(isPublic);
export const OPEN_STATUSES = PUBLIC_STATUSES.filter((status) => !CAMPAIGN_VISIBILITY[status].archive);
export const ARCHIVE_STATUSES = PUBLIC_STATUSES.filter((status) => CAMPAIGN_VISIBILITY[status].archive);

/** Coordinators see what others are still drafting; who approves or translates sees it from review on; a member sees their own. */
export function statusesVisibleTo({ roles }: Pick<Viewer, 'roles'>): readonly CampaignStatus[] {
  if (roles.has('coordinator')) return CAMPAIGN_STATUSES;
  if (roles.has('approver') || roles.has('translator')) return CAMPAIGN_STATUSES.filter((status) => status !== 'draft');
  return [];
}

export function maySee(viewer: Viewer, campaign: GovernedCampaign): boolean {
  return campaign.authorId === viewer.accountId || statusesVisibleTo(viewer).includes(campaign.status);
}

export function mayWrite(viewer: Viewer, campaign: GovernedCampaign): boolean {
  return campaign.authorId === viewer.accountId || viewer.roles.has('coordinator');
}

/**
 * Whoever wrote the text, and whoever sent it into review: a coordinator who rewrites somebody's draft, submits it and also
 * holds the approver's role would otherwise publish alone.
 */
export function isOneOfItsAuthors(campaign: GovernedCampaign, accountId: string): boolean {
  const submitter = campaign.transitions.findLast(({ to }) => to === 'in_review')?.actorId;
  return accountId === campaign.authorId || accountId === submitter;
}

export function currentVersion(campaign: { readonly texts: readonly { readonly version: number }[] }): number {
  return Math.max(0, ...campaign.texts.map(({ version }) => version));
}

export function currentTexts<Text extends { readonly version: number }>(campaign: {
  readonly texts: readonly Text[];
}): readonly Text[] {
  const version = currentVersion(campaign);
  return campaign.texts.filter((text) => text.version === version);
}

/** Every public page exists in every language, so a review is of the whole. */
export function isComplete(campaign: GovernedCampaign): boolean {
  const texts = currentTexts(campaign);
  const demandsNeeded = campaign.type === 'network_statement' ? 0 : 1;
  const complete = (text: GovernedText | undefined): boolean =>
    text !== undefined &&
    [text.title, text.summary, text.body, text.country].every((part) => part.trim() !== '') &&
    text.demands.length >= demandsNeeded;
  const sameDemands = new Set(texts.map(({ demands }) => demands.length)).size <= 1;
  const addressed = campaign.addressees.every(({ texts: names }) =>
    LANGUAGES.every((language) => names.some((name) => name.language === language)),
  );
  return (
    sameDemands &&
    addressed &&
    LANGUAGES.every((language) => complete(texts.find((text) => text.language === language)))
  );
}

/** Hex; names what somebody read, so that nothing else is approved or opened in its place. */
export function textsHashOf(campaign: GovernedCampaign): string {
  return approvalHashOf(campaign, currentTexts(campaign));
}

/** One changed letter, and nobody has approved. */
export function isApproved(campaign: GovernedCampaign): boolean {
  const version = currentVersion(campaign);
  const textsHash = Buffer.from(textsHashOf(campaign), 'hex');
  return campaign.approvals.some(
    (approval) =>
      approval.version === version &&
      Buffer.compare(approval.textsHash, textsHash) === 0 &&
      !isOneOfItsAuthors(campaign, approval.approverId),
  );
}

export interface MoveQuestion {
  readonly to: string;
  readonly reasonGiven: boolean;
  /** What was on the person's screen; null when they do not say. */
  readonly seenHash: string | null;
}

/** By these a person vouches for what they read, and has to say what that was. */
const VOUCHING = CAMPAIGN_MOVES.filter(({ from, to }) => to === 'approved' || (from === 'approved' && to === 'open'));

/** Between reading and pressing, another text may have taken the place of the one that was read. */
function hasChangedSince(campaign: GovernedCampaign, to: CampaignStatus, seenHash: string | null): boolean {
  if (seenHash !== null) return seenHash !== textsHashOf(campaign);
  return VOUCHING.some((move) => move.from === campaign.status && move.to === to);
}

/** The domain's table, and on top of it what only the record can tell. Null when the move is allowed. */
export function refusalOf(
  viewer: Viewer,
  campaign: GovernedCampaign,
  { to, reasonGiven, seenHash }: MoveQuestion,
): MoveRefusal | null {
  const target = CAMPAIGN_STATUSES.find((status) => status === to);
  if (!target) return 'not_allowed_from_here';
  const isAuthor =
    target === 'approved' ? isOneOfItsAuthors(campaign, viewer.accountId) : campaign.authorId === viewer.accountId;
  const refusal = refuseMove({ from: campaign.status, to: target, roles: viewer.roles, isAuthor, reasonGiven });
  if (refusal) return refusal;
  if (hasChangedSince(campaign, target, seenHash)) return 'text_changed_since';
  if (['in_review', 'approved', 'open'].includes(target) && !isComplete(campaign)) return 'text_incomplete';
  if (target === 'open' && !isApproved(campaign)) return 'not_approved';
  return null;
}

export function movesOf(
  viewer: Viewer,
  campaign: GovernedCampaign,
): readonly { to: CampaignStatus; needsReason: boolean }[] {
  const seenHash = textsHashOf(campaign);
  return CAMPAIGN_MOVES.filter(
    ({ from, to }) =>
      from === campaign.status && refusalOf(viewer, campaign, { to, reasonGiven: true, seenHash }) === null,
  ).map(({ to, needsReason }) => ({ to, needsReason: needsReason === true }));
}

export interface SigningWindow {
  readonly status: CampaignStatus;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly closedAt: Date | null;
}

/** A mail already sent may be answered for a day after closing; a suspended campaign gathers nothing. */
export function acceptsConfirmations(campaign: SigningWindow, now: Date): boolean {
  if (acceptsSignatures(campaign, now)) return true;
  if (campaign.status !== 'open' && !CAMPAIGN_VISIBILITY[campaign.status].archive) return false;
  const ends = [campaign.closesAt, campaign.closedAt].filter((date) => date !== null).map((date) => date.getTime());
  return ends.length > 0 && now.getTime() <= Math.min(...ends) + CONFIRMATION_GRACE_MS;
}
