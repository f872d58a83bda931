import { useSuspenseQuery } from '@apollo/client/react';
import { PageHeading, Tabs } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { InvitationList } from './invitation-list.js';
import { InvitePersonForm } from './invite-person-form.js';
import { OrganisationsPanel } from './organisations-panel.js';
import { PeoplePanel } from './people-panel.js';
import { PeopleAdministrationDocument } from './people-screen.generated.js';
import { ProposalsPanel } from './proposals-panel.js';

/** Route: /app/people. For administrators: who is here, who is asked in, what waits for a second person. */
export function PeopleScreen() {
  const { t } = useTranslation('people');
  const { data } = useSuspenseQuery(PeopleAdministrationDocument, { fetchPolicy: 'cache-and-network' });
  const { organisations, invitations, proposals } = data;
  const open = proposals.filter(({ status }) => status === 'open').length;
  return (
    <>
      <PageHead title={t('screen.title')} />
      <PageHeading title={t('screen.title')} lede={t('screen.intro')} />
      <Tabs
        label={t('screen.title')}
        tabs={[
          { id: 'people', title: t('screen.tab.people'), content: <PeoplePanel organisations={organisations} /> },
          {
            id: 'invitations',
            title: t('screen.tab.invitations'),
            content: (
              <>
                <InvitePersonForm organisations={organisations} />
                <InvitationList invitations={invitations} withOrganisation />
              </>
            ),
          },
          {
            id: 'proposals',
            title: t('screen.tab.proposals', { count: open }),
            content: <ProposalsPanel proposals={proposals} />,
          },
          {
            id: 'organisations',
            title: t('screen.tab.organisations'),
            content: <OrganisationsPanel organisations={organisations} />,
          },
        ]}
      />
    </>
  );
}
