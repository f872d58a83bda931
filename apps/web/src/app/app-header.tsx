import { mayDo, type Action } from '@sos/domain';
import { LANGUAGES } from '@sos/i18n';
import { Button, SignalRule } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router-dom';

import { useSession, type Viewer } from '../platform/session.js';
import { useLanguage } from '../shared/locale.js';
import { useService } from '../shared/service.js';
import { sitePath } from '../shared/site-path.js';
import styles from './app-layout.module.css';
import { useChangeLanguage } from './app-locale.js';
import { LockState } from './lock-state.js';

const NAMES = { en: 'English', es: 'Español' } as const;

const SECTIONS = [
  { to: '/app', key: 'dashboard', action: 'dashboard.read' },
  { to: '/app/cases', key: 'cases', action: 'cases.readMine' },
  { to: '/app/inbox', key: 'inbox', action: 'cases.readInbox' },
  { to: '/app/campaigns', key: 'campaigns', action: 'campaigns.readDesk' },
  { to: '/app/vault', key: 'vault', action: 'keys.enrol' },
  { to: '/app/team', key: 'team', action: 'keys.readRoster' },
  { to: '/app/account', key: 'account', action: 'session.signOut' },
] as const satisfies readonly { to: string; key: string; action: Action }[];

export function AppHeader() {
  const { t } = useTranslation('common');
  const { viewer, signOut } = useSession();
  const { siteOrigin } = useService();
  const language = useLanguage();
  return (
    <div className={styles['header']}>
      <div className={styles['bar']}>
        <Link to="/app" className={styles['brand']}>
          <span>{t('brand.short')}</span>
          <SignalRule />
        </Link>
        <div className={styles['tools']}>
          {viewer === null ? null : <LockState />}
          <LanguageButtons />
          <a href={`${siteOrigin}${sitePath(language, '/')}`}>{t('app.publicSite')}</a>
          {viewer === null ? null : (
            <Button variant="quiet" onClick={() => void signOut()}>
              {t('app.signOut')}
            </Button>
          )}
        </div>
      </div>
      {viewer === null ? null : <Sections viewer={viewer} />}
    </div>
  );
}

function Sections({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('common');
  return (
    <nav aria-label={t('app.nav')} className={styles['nav']}>
      <ul>
        {SECTIONS.filter(({ action }) => mayDo(action, viewer.roles)).map(({ to, key }) => (
          <li key={to}>
            <NavLink to={to} end={to === '/app'}>
              {t(`app.${key}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LanguageButtons() {
  const { t } = useTranslation('common');
  const current = useLanguage();
  const change = useChangeLanguage();
  return (
    <span role="group" aria-label={t('language.label')}>
      {LANGUAGES.filter((language) => language !== current).map((language) => (
        <Button key={language} variant="quiet" lang={language} onClick={() => change(language)}>
          {NAMES[language]}
        </Button>
      ))}
    </span>
  );
}
