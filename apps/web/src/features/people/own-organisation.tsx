import { Notice, Row, Section, Stack, Table, Tag, useStatus, VisuallyHidden } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useSession } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import { ConfirmButton } from './confirm-button.js';
import { InvitationList } from './invitation-list.js';
import { InviteColleagueForm } from './invite-colleague-form.js';
import type { OrganisationScreenQuery } from './organisation-screen.generated.js';
import { EndColleagueDocument, HandOverDocument, LeaveOrganisationDocument } from './people-acts.generated.js';
import { usePeopleWords } from './people-words.js';
import { ProfileForm } from './profile-form.js';
import { usePeopleAct } from './use-people-act.js';

export type Own = OrganisationScreenQuery['myOrganisations'][number];
type Colleague = Own['colleagues'][number];

export function OwnOrganisation({ own }: { own: Own }) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const { organisation, focalPoint, invitations } = own;
  const isSuspended = organisation.standing === 'suspended';
  return (
    <>
      <Section
        id={`organisation-${organisation.id}`}
        heading={organisation.name}
        note={t('mine.standing', {
          standing: words.standing(organisation.standing),
          date: format.date(organisation.standingSince),
        })}
      >
        <Stack gap="large">
          {isSuspended ? <Notice tone="warning" title={t('mine.suspended')} /> : null}
          <Colleagues own={own} mayAct={focalPoint && !isSuspended} />
          <Leave own={own} />
        </Stack>
      </Section>
      {focalPoint && !isSuspended ? (
        <>
          <InviteColleagueForm organisationId={organisation.id} />
          <InvitationList invitations={invitations} />
          <Section id={`profile-${organisation.id}`} heading={t('profile.heading')} note={t('profile.note')}>
            <ProfileForm organisation={organisation} nameIsFixed />
          </Section>
        </>
      ) : null}
    </>
  );
}

function Colleagues({ own, mayAct }: { own: Own; mayAct: boolean }) {
  const { t } = useTranslation('people');
  // Who they are and what they may do changes with it, for the menu as well.
  const { refresh } = useSession();
  const handOver = usePeopleAct(HandOverDocument, () => void refresh());
  const end = usePeopleAct(EndColleagueDocument);
  const columns = useColleagueColumns({
    mayAct,
    onAppoint: (membershipId, andStop) => handOver.run({ input: { membershipId, andStop } }),
    onEnd: (membershipId) => end.run({ membershipId }),
  });
  return (
    <Stack>
      <h3>{t('mine.colleagues')}</h3>
      <ActNotice state={handOver.state} done={t('mine.appointed')} />
      <ActNotice state={end.state} done={t('mine.ended')} />
      <Table
        stacks
        caption={<VisuallyHidden>{t('mine.colleagues')}</VisuallyHidden>}
        columns={columns}
        rows={own.colleagues}
        rowKey={({ id }) => id}
      />
    </Stack>
  );
}

interface Wanted {
  mayAct: boolean;
  onAppoint: (membershipId: string, andStop: boolean) => Promise<unknown>;
  onEnd: (membershipId: string) => Promise<unknown>;
}

function useColleagueColumns({ mayAct, onAppoint, onEnd }: Wanted) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const columns = [
    {
      key: 'name',
      header: t('mine.name'),
      rowHeader: true,
      cell: ({ displayName, isViewer }: Colleague) => (isViewer ? t('mine.you', { name: displayName }) : displayName),
    },
    {
      key: 'roles',
      header: t('mine.roles'),
      cell: ({ roles, focalPoint }: Colleague) => (
        <>
          {words.roles(roles)} {focalPoint ? <Tag tone="info">{t('focalPoint')}</Tag> : null}
        </>
      ),
    },
  ];
  const acts = {
    key: 'acts',
    header: <VisuallyHidden>{t('mine.acts')}</VisuallyHidden>,
    cell: (colleague: Colleague) => <ColleagueActs colleague={colleague} onAppoint={onAppoint} onEnd={onEnd} />,
  };
  return mayAct ? [...columns, acts] : columns;
}

function ColleagueActs({ colleague, onAppoint, onEnd }: { colleague: Colleague } & Omit<Wanted, 'mayAct'>) {
  const { t } = useTranslation('people');
  const { id, displayName: name, roles, focalPoint, isViewer } = colleague;
  if (isViewer || !roles.includes('member')) return null;
  return (
    <Row>
      {focalPoint ? null : (
        <ConfirmButton label={t('mine.appoint')} about={name} variant="quiet" onConfirm={() => onAppoint(id, false)}>
          <p>{t('mine.appointText', { name })}</p>
        </ConfirmButton>
      )}
      <ConfirmButton label={t('mine.handOver')} about={name} variant="quiet" onConfirm={() => onAppoint(id, true)}>
        <p>{t('mine.handOverText', { name })}</p>
      </ConfirmButton>
      {roles.length === 1 ? (
        <ConfirmButton label={t('mine.end')} about={name} variant="quiet" onConfirm={() => onEnd(id)}>
          <p>{t('mine.endText', { name })}</p>
        </ConfirmButton>
      ) : null}
    </Row>
  );
}

function Leave({ own }: { own: Own }) {
  const { t } = useTranslation('people');
  const { refresh } = useSession();
  const announce = useStatus();
  const leave = usePeopleAct(LeaveOrganisationDocument, () => {
    // The organisation, and this with it, is no longer on the page to say so.
    announce({ tone: 'success', text: t('leave.done') });
    void refresh();
  });
  const { id, name } = own.organisation;
  return (
    <Stack>
      <h3>{t('leave.heading')}</h3>
      <p>{t('leave.text')}</p>
      <ActNotice state={leave.state} done={t('leave.done')} />
      <div>
        <ConfirmButton label={t('leave.leave')} variant="danger" onConfirm={() => leave.run({ organisationId: id })}>
          <p>{t('leave.confirmText', { organisation: name })}</p>
        </ConfirmButton>
      </div>
    </Stack>
  );
}
