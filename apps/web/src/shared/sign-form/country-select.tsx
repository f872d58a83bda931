import { Field } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '../locale.js';
import { countriesIn } from './countries.js';
import styles from './country-select.module.css';

export interface CountrySelectProps {
  id: string;
  error?: string | undefined;
  defaultValue?: string | undefined;
}

export function CountrySelect({ id, error, defaultValue }: CountrySelectProps) {
  const { t } = useTranslation('signatures');
  const countries = countriesIn(useLanguage());
  return (
    <Field id={id} label={t('form.optional', { label: t('form.country') })} error={error}>
      {(wiring) => (
        <select
          {...wiring}
          className={styles['control']}
          name="country"
          autoComplete="country"
          defaultValue={defaultValue}
        >
          <option value="">{t('form.countryNone')}</option>
          {/* A browser may name or sort a country otherwise than the server did; what the server wrote stays. */}
          {countries.map(({ code, name }, index) => (
            <option key={index} value={code} suppressHydrationWarning>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
