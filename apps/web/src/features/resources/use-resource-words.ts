import { EMERGENCY_KINDS, isOneOf, RESOURCE_CATEGORIES } from '@sos/domain';
import { useTranslation } from 'react-i18next';

export interface ResourceWords {
  category(value: string): string;
  emergencyKind(value: string | null): string;
}

export function useResourceWords(): ResourceWords {
  const { t } = useTranslation('resources');
  return {
    category: (value) => (isOneOf(RESOURCE_CATEGORIES, value) ? t(`category.${value}`) : value),
    emergencyKind: (value) =>
      isOneOf(EMERGENCY_KINDS, value) ? t(`emergencyKind.${value}`) : t('emergencyKind.service'),
  };
}
