import { useTranslation } from 'react-i18next';

/**
 * Where the signing script speaks. It may do so before React has taken the page over: a text that React knows, and does not
 * compare, keeps it from throwing the page away.
 */
export function SigningStatus() {
  const { t } = useTranslation('signatures');
  return (
    <p
      role="status"
      data-sos-status=""
      data-sending={t('form.sending')}
      data-failed={t('frame.failed')}
      suppressHydrationWarning
    >
      {'\u00a0'}
    </p>
  );
}
