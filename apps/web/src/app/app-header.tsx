import { mayDo, type Action } from '@sos/domain';
import { LANGUAGES } from '@sos/i18n';
import { Button, SignalRule } from '@sos/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router-dom';

import { useSession, type Viewer } from '../platform/session.js';
import { useWideScreen } from '../platform/use-wide-screen.js';
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
  { to: '/app/organisation', key: 'organisation', action: 'organisations.readMine' },
  { to: '/app/directory', key: 'directory', action: 'directory.read' },
  { to: '/app/people', key: 'people', action: 'people.administer' },
  { to: '/app/admin', key: 'admin', action: 'settings.read' },
  { to: '/app/audit', key: 'audit', action: 'audit.read' },
  { to: '/app/tokens', key: 'tokens', action: 'tokens.read' },
  { to: '/app/account', key: 'account', action: 'session.signOut' },
] as const satisfies readonly { to: string; key: string; action: Action }[];

export function AppHeader() {
  const { t } = useTranslation('common');
  const { viewer } = useSession();
  return (
    <div className={styles['header']}>
      <div className={styles['bar']}>
        <Link to="/app" className={styles['brand']}>
          <span>{t('brand.short')}</span>
          <SignalRule />
        </Link>
        {viewer === null ? <Tools /> : null}
        {viewer !== null && mayDo('keys.enrol', viewer.roles) ? <LockState /> : null}
      </div>
      {viewer === null ? null : <Menu viewer={viewer} />}
    </div>
  );
}

/** Everything there is to go to: always open where there is room, behind one word on a phone, closed again on arrival. */
function Menu({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('common');
  const { signOut } = useSession();
  const { pathname } = useLocation();
  const wide = useWideScreen();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  return (
    <details
      className={styles['menu']}
      open={wide || openedAt === pathname}
      onToggle={({ currentTarget }) => {
        if (!wide) setOpenedAt(currentTarget.open ? pathname : null);
      }}
    >
      <summary>{t('app.menu')}</summary>
      <div className={styles['rooms']}>
        <Sections viewer={viewer} />
        <Tools>
          <Button variant="quiet" onClick={() => void signOut()}>
            {t('app.signOut')}
          </Button>
        </Tools>
      </div>
    </details>
  );
}

function Tools({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('common');
  const { siteOrigin } = useService();
  return (
    <div className={styles['tools']}>
      <LanguageButtons />
      <a href={`${siteOrigin}${sitePath(useLanguage(), '/')}`}>{t('app.publicSite')}</a>
      {children}
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
