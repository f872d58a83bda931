import { useSuspenseQuery } from '@apollo/client/react';
import { Checkbox, PageHeading, Section, Stack } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { ActNotice } from './act-notice.js';
import { OrganisationScreenDocument } from './organisation-screen.generated.js';
import { OwnOrganisation } from './own-organisation.js';
import { SetListedDocument } from './people-acts.generated.js';
import { usePeopleAct } from './use-people-act.js';

/** Route: /app/organisation. The organisations one belongs to, and how one is seen through them. */
export function OrganisationScreen() {
  const { t } = useTranslation('people');
  const { data } = useSuspenseQuery(OrganisationScreenDocument, { fetchPolicy: 'cache-and-network' });
  const { myOrganisations, myData } = data;
  return (
    <>
      <PageHead title={t('mine.title')} />
      <PageHeading title={t('mine.title')} lede={t('mine.intro')} />
      {myOrganisations.length === 0 ? <p>{t('mine.none')}</p> : null}
      {myOrganisations.map((own) => (
        <OwnOrganisation key={own.organisation.id} own={own} />
      ))}
      <Listed listed={myData.listed} />
    </>
  );
}

function Listed({ listed }: { listed: boolean }) {
  const { t } = useTranslation('people');
  const act = usePeopleAct(SetListedDocument);
  return (
    <Section id="listed" heading={t('listed.heading')}>
      <Stack>
        <Checkbox
          label={t('listed.label')}
          hint={t('listed.hint')}
          checked={listed}
          onChange={({ target }) => void act.run({ listed: target.checked })}
        />
        <ActNotice state={act.state} done={t('listed.saved')} />
      </Stack>
    </Section>
  );
}
