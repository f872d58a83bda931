import { Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '../../shared/locale.js';
import { useService } from '../../shared/service.js';
import { sitePath } from '../../shared/site-path.js';

/** The first thing anybody reads here. */
export function Danger() {
  const { t } = useTranslation('cases');
  const { siteOrigin } = useService();
  const language = useLanguage();
  return (
    <Notice tone="danger" title={t('new.danger')}>
      <a href={`${siteOrigin}${sitePath(language, '/help-now')}`}>{t('new.helpNow')}</a>
    </Notice>
  );
}
