import { SignalRule } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { LanguageLinks } from '../shared/language-switch.js';
import { SiteLink } from '../shared/site-link.js';
import styles from './site-layout.module.css';

export function SiteFooter() {
  const { t } = useTranslation('common');
  return (
    <footer className={styles['footer']}>
      <SignalRule />
      <nav aria-label={t('nav.footer')}>
        <ul>
          <li>
            <SiteLink to="/help-now">{t('nav.helpNow')}</SiteLink>
          </li>
          <li>
            <SiteLink to="/campaigns/archive">{t('nav.archive')}</SiteLink>
          </li>
          <li>
            <SiteLink to="/guidelines">{t('nav.guidelines')}</SiteLink>
          </li>
          <li>
            <SiteLink to="/privacy">{t('nav.privacy')}</SiteLink>
          </li>
          <li>
            <SiteLink to="/contact">{t('nav.contact')}</SiteLink>
          </li>
          <li>
            <LanguageLinks />
          </li>
        </ul>
      </nav>
      <p className={styles['promise']}>{t('footer.promise')}</p>
    </footer>
  );
}
