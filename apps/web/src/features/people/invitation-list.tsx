import { Button, Row, Section, Stack, Table, Tag, VisuallyHidden } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import { ConfirmButton } from './confirm-button.js';
import { ResendInvitationDocument, RevokeInvitationDocument } from './people-acts.generated.js';
import type { PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

export type Invitation = PeopleAdministrationQuery['invitations'][number];

export interface InvitationListProps {
  invitations: readonly Invitation[];
  withOrganisation?: boolean;
}

/** Asked in, and not here yet. */
export function InvitationList({ invitations, withOrganisation = false }: InvitationListProps) {
  const { t } = useTranslation('people');
  const resend = usePeopleAct(ResendInvitationDocument);
  const revoke = usePeopleAct(RevokeInvitationDocument);
  const columns = useInvitationColumns({
    withOrganisation,
    onResend: (id) => resend.run({ id }),
    onRevoke: (id) => revoke.run({ id }),
  });
  return (
    <Section id="invitations" heading={t('invitations.heading')}>
      <Stack>
        <ActNotice state={resend.state} done={t('invitations.sentAgain')} />
        <ActNotice state={revoke.state} done={t('invitations.revoked')} />
        <Table
          stacks
          caption={<VisuallyHidden>{t('invitations.caption')}</VisuallyHidden>}
          columns={columns}
          rows={invitations}
          rowKey={({ id }) => id}
          empty={<p>{t('invitations.none')}</p>}
        />
      </Stack>
    </Section>
  );
}

interface Wanted {
  withOrganisation: boolean;
  onResend: (id: string) => Promise<unknown>;
  onRevoke: (id: string) => Promise<unknown>;
}

function useInvitationColumns({ withOrganisation, onResend, onRevoke }: Wanted) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  return [
    { key: 'email', header: t('invitations.email'), cell: ({ email }: Invitation) => email, rowHeader: true },
    ...(withOrganisation
      ? [
          {
            key: 'organisation',
            header: t('invitations.organisation'),
            cell: ({ organisationName }: Invitation) => organisationName,
          },
        ]
      : []),
    {
      key: 'roles',
      header: t('invitations.roles'),
      cell: ({ roles, focalPoint }: Invitation) => `${words.roles(roles)}${focalPoint ? ` (${t('focalPoint')})` : ''}`,
    },
    {
      key: 'state',
      header: t('invitations.state'),
      cell: ({ status, expiresAt }: Invitation) => <InvitationState status={status} date={format.date(expiresAt)} />,
    },
    {
      key: 'acts',
      header: <VisuallyHidden>{t('invitations.acts')}</VisuallyHidden>,
      cell: ({ id, email, status }: Invitation) => (
        <Row>
          {status === 'waiting' ? null : (
            <Button variant="quiet" onClick={() => void onResend(id)}>
              {t('invitations.resend')}
              <VisuallyHidden> {email}</VisuallyHidden>
            </Button>
          )}
          <ConfirmButton label={t('invitations.revoke')} about={email} variant="quiet" onConfirm={() => onRevoke(id)}>
            <p>{t('invitations.revokeText', { email })}</p>
          </ConfirmButton>
        </Row>
      ),
    },
  ];
}

function InvitationState({ status, date }: { status: string; date: string }) {
  const { t } = useTranslation('people');
  if (status === 'waiting') return <Tag tone="warning">{t('invitations.waiting')}</Tag>;
  if (status === 'expired') return <Tag tone="danger">{t('invitations.expired', { date })}</Tag>;
  return <Tag tone="info">{t('invitations.pending', { date })}</Tag>;
}
