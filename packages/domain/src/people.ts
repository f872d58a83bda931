/** ESCR-Net's working groups, and the network-wide work on environment and climate. Stored as text, translated by key. */
export const WORKING_GROUPS = [
  'women-and-escr',
  'corporate-accountability',
  'strategic-litigation',
  'economic-policy',
  'monitoring-escr',
  'social-movements',
  'environment-climate',
] as const;
export type WorkingGroup = (typeof WORKING_GROUPS)[number];

export const STANDINGS = ['member', 'ally', 'suspended'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What other signed-in people see of an organisation: nothing, name and regions, or how to reach it as well. */
export const VISIBILITIES = ['hidden', 'name', 'contact'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Why an account is suspended, or given back. Codes only: the audit keeps them for ever. */
export const SUSPENSION_REASONS = ['left_network', 'device_lost', 'takeover_suspected', 'misuse', 'other'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

export const PROPOSAL_DAYS = 7;
export const INVITATION_DAYS = 7;
/** How long somebody who asked for the deletion of their account may still think better of it. */
export const ERASURE_DAYS = 7;

/** Why an act on people was not done: a closed list, so that each has words on the screen. */
export const PEOPLE_REFUSALS = [
  'bad_address',
  'bad_country',
  'bad_name',
  'name_with_link',
  'name_not_yours',
  'bad_password',
  'bad_website',
  'about_too_long',
  'roles_missing',
  'roles_apart',
  'not_yours_to_grant',
  'own_roles',
  'nothing_changes',
  'last_administrator',
  'last_focal_point',
  'not_a_colleague',
  'already_member',
  'already_invited',
  'invitation_used',
  'invitation_expired',
  'invitation_revoked',
  'invitation_for_another',
  'invitation_has_account',
  'organisation_suspended',
  'proposer_decides',
  'concerned_decides',
  'proposal_over',
  'approval_over',
  'already_proposed',
  'already_asked',
] as const;
export type PeopleRefusal = (typeof PEOPLE_REFUSALS)[number];
