/** Closed vocabularies stored as text and translated by i18n keys of the same name. */
export const REGIONS = [
  'global',
  'africa',
  'asia-pacific',
  'europe-central-asia',
  'latin-america-caribbean',
  'middle-east-north-africa',
  'north-america',
] as const;
export type Region = (typeof REGIONS)[number];

export const RESOURCE_CATEGORIES = [
  'personal-security',
  'digital-security',
  'complaints-mechanisms',
  'specialised-advice',
  'tools',
  'funding-security',
  'funding-legal-defence',
  'wellbeing',
  'relocation-shelter',
] as const;
export type ResourceCategory = (typeof RESOURCE_CATEGORIES)[number];

export const EMERGENCY_KINDS = [
  'helpline',
  'emergency-fund',
  'urgent-procedure',
  'urgent-relocation',
  'self-help',
  'service',
] as const;
export type EmergencyKind = (typeof EMERGENCY_KINDS)[number];

/** Human rights a campaign names; the ones the network works on, and those under attack with them. */
export const RIGHTS = [
  'adequate-housing',
  'culture',
  'education',
  'food',
  'freedom-of-association',
  'freedom-of-expression',
  'health',
  'healthy-environment',
  'information',
  'land',
  'liberty-and-fair-trial',
  'life-and-integrity',
  'non-discrimination',
  'participation',
  'right-to-defend-rights',
  'self-determination',
  'social-security',
  'water-and-sanitation',
  'work',
] as const;
export type Right = (typeof RIGHTS)[number];

export const CAMPAIGN_TYPES = ['petition', 'sign_on_letter', 'urgent_appeal', 'network_statement'] as const;
export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

export const SIGNATORY_KINDS = ['individual', 'organisation'] as const;
export type SignatoryKind = (typeof SIGNATORY_KINDS)[number];

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function isOneOf<T extends string>(values: readonly T[], value: unknown): value is T {
  return values.some((known) => known === value);
}
