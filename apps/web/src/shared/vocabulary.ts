import { CAMPAIGN_STATUSES, CAMPAIGN_TYPES, isOneOf, REGIONS, RIGHTS } from '@sos/domain';
import { useTranslation } from 'react-i18next';

export interface Vocabulary {
  region(value: string): string;
  right(value: string): string;
  campaignType(value: string): string;
  campaignStatus(value: string): string;
}

/** Names of the closed vocabularies. A word newer than this build is shown as it came rather than hidden. */
export function useVocabulary(): Vocabulary {
  const { t } = useTranslation(['common', 'campaigns']);
  return {
    region: (value) => (isOneOf(REGIONS, value) ? t(`common:region.${value}`) : value),
    right: (value) => (isOneOf(RIGHTS, value) ? t(`common:right.${value}`) : value),
    campaignType: (value) => (isOneOf(CAMPAIGN_TYPES, value) ? t(`common:campaignType.${value}`) : value),
    campaignStatus: (value) => (isOneOf(CAMPAIGN_STATUSES, value) ? t(`campaigns:status.${value}`) : value),
  };
}
