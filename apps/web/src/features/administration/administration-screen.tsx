import { mayDo } from '@sos/domain';
import { Notice, PageHeading, RuledList, Stack } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useViewer } from '../../platform/session.js';
import { PageHead } from '../../shared/page-head.js';
import { ADMINISTRATION_SECTIONS } from './sections.js';

/** Route: /app/admin */
export function AdministrationScreen() {
  const { t } = useTranslation('administration');
  const { roles } = useViewer();
  return (
    <>
      <PageHead title={t('home.title')} />
      <PageHeading title={t('home.title')} lede={t('home.lede')} />
      <Stack gap="large">
        <RuledList>
          {ADMINISTRATION_SECTIONS.filter(({ action }) => mayDo(action, roles)).map(({ to, key }) => (
            <li key={to}>
              <Link to={to}>{t(`section.${key}.title`)}</Link>
              <p>{t(`section.${key}.text`)}</p>
            </li>
          ))}
        </RuledList>
        <Notice title={t('stolen.title')}>
          <p>{t('stolen.text')}</p>
        </Notice>
      </Stack>
    </>
  );
}
