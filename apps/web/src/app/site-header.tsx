import { classNames, SignalRule } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { LanguageLinks } from '../shared/language-switch.js';
import { useService } from '../shared/service.js';
import { SiteLink, SiteNavLink } from '../shared/site-link.js';
import styles from './site-layout.module.css';

export function SiteHeader() {
  const { t } = useTranslation('common');
  const { appOrigin } = useService();
  return (
    <div className={styles['header']}>
      <div className={styles['bar']}>
        <SiteLink to="/" className={styles['brand']}>
          <span className={styles['mark']}>
            <span className={styles['letters']}>{t('brand.short')}</span>
            <SignalRule />
          </span>
          <span className={styles['name']}>{t('brand.long')}</span>
        </SiteLink>
        <div className={styles['tools']}>
          <nav aria-label={t('language.label')}>
            <LanguageLinks />
          </nav>
          <a href={`${appOrigin}/app/sign-in`}>{t('nav.signIn')}</a>
        </div>
      </div>
      <nav aria-label={t('nav.main')} className={styles['nav']}>
        <ul>
          <li>
            <SiteNavLink to="/help-now" className={classNames(styles['urgent'])}>
              {t('nav.helpNow')}
            </SiteNavLink>
          </li>
          <li>
            <SiteNavLink to="/campaigns">{t('nav.campaigns')}</SiteNavLink>
          </li>
          <li>
            <SiteNavLink to="/resources">{t('nav.resources')}</SiteNavLink>
          </li>
          <li>
            <SiteNavLink to="/about">{t('nav.about')}</SiteNavLink>
          </li>
        </ul>
      </nav>
    </div>
  );
}
