import type { Role } from './roles.js';

export const CAMPAIGN_STATUSES = [
  'draft',
  'in_review',
  'approved',
  'open',
  'suspended',
  'closed',
  'delivered',
  'followed_up',
  'archived',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** Why a move was refused; each is an i18n key of `campaigns`. */
export type MoveRefusal =
  | 'not_allowed_from_here'
  | 'not_your_role'
  | 'author_cannot_approve'
  | 'not_approved'
  | 'text_incomplete'
  | 'text_changed_since'
  | 'reason_required';

interface Move {
  readonly from: CampaignStatus;
  readonly to: CampaignStatus;
  readonly roles: readonly Role[];
  /** `other` means that the author may not make this move, whatever roles they hold. */
  readonly who: 'anyone_with_role' | 'author_or_coordinator' | 'other';
  readonly needsReason?: true;
}

/** The life of a campaign. Author and approver differ; only an approved text opens; suspension gives a public reason. */
export const CAMPAIGN_MOVES: readonly Move[] = [
  { from: 'draft', to: 'in_review', roles: ['member', 'coordinator'], who: 'author_or_coordinator' },
  { from: 'in_review', to: 'draft', roles: ['member', 'coordinator', 'approver'], who: 'anyone_with_role' },
  { from: 'in_review', to: 'approved', roles: ['approver'], who: 'other' },
  { from: 'approved', to: 'draft', roles: ['member', 'coordinator'], who: 'author_or_coordinator' },
  { from: 'approved', to: 'open', roles: ['coordinator', 'approver'], who: 'anyone_with_role' },
  { from: 'open', to: 'suspended', roles: ['coordinator', 'approver'], who: 'anyone_with_role', needsReason: true },
  { from: 'suspended', to: 'open', roles: ['approver'], who: 'anyone_with_role' },
  { from: 'suspended', to: 'closed', roles: ['coordinator'], who: 'anyone_with_role' },
  { from: 'open', to: 'closed', roles: ['coordinator'], who: 'anyone_with_role' },
  { from: 'closed', to: 'delivered', roles: ['coordinator'], who: 'anyone_with_role' },
  { from: 'delivered', to: 'followed_up', roles: ['coordinator'], who: 'anyone_with_role' },
  { from: 'followed_up', to: 'archived', roles: ['coordinator'], who: 'anyone_with_role' },
  { from: 'closed', to: 'archived', roles: ['coordinator'], who: 'anyone_with_role' },
];

/** What everybody may see, and whether a page takes signatures, per status. */
export const CAMPAIGN_VISIBILITY: Readonly<
  Record<CampaignStatus, { readonly public: boolean; readonly archive: boolean; readonly takesSignatures: boolean }>
> = {
  draft: { public: false, archive: false, takesSignatures: false },
  in_review: { public: false, archive: false, takesSignatures: false },
  approved: { public: false, archive: false, takesSignatures: false },
  open: { public: true, archive: false, takesSignatures: true },
  suspended: { public: true, archive: false, takesSignatures: false },
  closed: { public: true, archive: true, takesSignatures: false },
  delivered: { public: true, archive: true, takesSignatures: false },
  followed_up: { public: true, archive: true, takesSignatures: false },
  archived: { public: true, archive: true, takesSignatures: false },
};

export interface MoveRequest {
  readonly from: CampaignStatus;
  readonly to: CampaignStatus;
  readonly roles: ReadonlySet<Role>;
  readonly isAuthor: boolean;
  readonly reasonGiven: boolean;
}

/** @returns null when the move is allowed. */
export function refuseMove(request: MoveRequest): MoveRefusal | null {
  const move = CAMPAIGN_MOVES.find(({ from, to }) => from === request.from && to === request.to);
  if (!move) return 'not_allowed_from_here';
  if (!move.roles.some((role) => request.roles.has(role))) return 'not_your_role';
  if (move.who === 'other' && request.isAuthor) return 'author_cannot_approve';
  if (move.who === 'author_or_coordinator' && !request.isAuthor && !request.roles.has('coordinator'))
    return 'not_your_role';
  if (move.needsReason && !request.reasonGiven) return 'reason_required';
  return null;
}

/** A confirmation link already sent keeps working this long after closing. */
export const CONFIRMATION_GRACE_MS = 24 * 60 * 60 * 1000;

export function acceptsSignatures(
  campaign: { status: CampaignStatus; opensAt: Date | null; closesAt: Date | null },
  now: Date,
): boolean {
  if (!CAMPAIGN_VISIBILITY[campaign.status].takesSignatures) return false;
  if (campaign.opensAt !== null && campaign.opensAt > now) return false;
  return campaign.closesAt === null || campaign.closesAt > now;
}
