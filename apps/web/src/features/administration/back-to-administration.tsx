import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

export function BackToAdministration() {
  const { t } = useTranslation('administration');
  return (
    <p>
      <Link to="/app/admin">{t('home.back')}</Link>
    </p>
  );
}
