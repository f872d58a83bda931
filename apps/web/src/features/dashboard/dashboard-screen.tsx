import { useSuspenseQuery } from '@apollo/client/react';
import { mayDo } from '@sos/domain';
import { PageHeading } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { RosterDue } from '../../shared/team/roster-due.js';
import { AwaitingSection } from './awaiting-section.js';
import { CasesSection, InboxSection } from './cases-section.js';
import { DashboardScreenDocument } from './dashboard-screen.generated.js';
import { DeskSection } from './desk-section.js';
import { NewsSection } from './news-section.js';

/** Route: /app. For each role what waits for it, and nothing else. */
export function DashboardScreen() {
  const { t } = useTranslation(['dashboard', 'common']);
  const { displayName, roles } = useViewer();
  const language = useLanguage();
  const signs = mayDo('campaigns.signForOrganisation', roles);
  const { data } = useSuspenseQuery(DashboardScreenDocument, {
    variables: {
      language,
      member: mayDo('cases.readMine', roles),
      responder: mayDo('cases.readInbox', roles),
      desk: mayDo('campaigns.readDesk', roles),
    },
    // What waits changes without this window; the last known state stays on screen while it is asked for again.
    fetchPolicy: 'cache-and-network',
  });
  return (
    <>
      <PageHead title={t('common:app.dashboard')} />
      <PageHeading title={t('title', { name: displayName })} />
      <RosterDue />
      {data.inbox ? <InboxSection cases={data.inbox} /> : null}
      {data.myCases ? <CasesSection cases={data.myCases} /> : null}
      {signs ? <AwaitingSection awaiting={data.dashboard.awaiting} /> : null}
      {data.deskCampaigns ? (
        <DeskSection
          campaigns={data.deskCampaigns}
          mayApprove={roles.has('approver')}
          mayWrite={mayDo('campaigns.write', roles)}
        />
      ) : null}
      <NewsSection news={data.dashboard.news} />
    </>
  );
}
