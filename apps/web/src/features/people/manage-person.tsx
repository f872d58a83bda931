import { dutiesApart, needsTwoPeople, changedRoles, ROLES, SUSPENSION_REASONS, type Role } from '@sos/domain';
import { Button, CheckboxGroup, Dialog, Notice, Row, Select, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { ActNotice } from './act-notice.js';
import { ConfirmButton } from './confirm-button.js';
import {
  ChangeRolesDocument,
  EndMembershipDocument,
  RestoreAccountDocument,
  SuspendAccountDocument,
} from './people-acts.generated.js';
import type { PeopleScreenQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

export type Person = PeopleScreenQuery['people']['people'][number];

export interface ManagePersonProps {
  person: Person;
  onClose: () => void;
}

/** Roles in each organisation, and the account as a whole. One's own is shown and not changed. */
export function ManagePerson({ person, onClose }: ManagePersonProps) {
  const { t } = useTranslation('people');
  const { id } = useViewer();
  // Here and not with the roles: those are drawn anew, or gone, once they have changed.
  const change = usePeopleAct(ChangeRolesDocument);
  const end = usePeopleAct(EndMembershipDocument);
  return (
    <Dialog isOpen wide title={person.displayName} onClose={onClose} closeLabel={t('confirm.close')}>
      <Stack gap="large">
        {person.id === id ? <Notice title={t('manage.own')} /> : null}
        <Stack>
          <ActNotice state={change.state} done={t('manage.changed')} />
          <ActNotice state={end.state} done={t('manage.ended')} />
        </Stack>
        {person.memberships.map((membership) => (
          <MembershipRoles
            key={`${membership.id} ${membership.roles.join()}`}
            membership={membership}
            isOwn={person.id === id}
            isBusy={change.state.status === 'busy'}
            onChange={(roles) => change.run({ input: { membershipId: membership.id, roles } })}
            onEnd={() => end.run({ membershipId: membership.id })}
          />
        ))}
        {person.memberships.length === 0 ? <p>{t('manage.noMemberships')}</p> : null}
        {person.id === id ? null : <AccountStatus person={person} />}
      </Stack>
    </Dialog>
  );
}

interface MembershipRolesProps {
  membership: Person['memberships'][number];
  isOwn: boolean;
  isBusy: boolean;
  onChange: (roles: Role[]) => Promise<unknown>;
  onEnd: () => Promise<unknown>;
}

function MembershipRoles({ membership, isOwn, isBusy, onChange, onEnd }: MembershipRolesProps) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const before = ROLES.filter((role) => membership.roles.includes(role));
  const [roles, setRoles] = useState<readonly Role[]>(before);
  const changed = changedRoles(before, roles);
  const apart = dutiesApart(roles);
  if (isOwn)
    return <p>{t('manage.ownRoles', { organisation: membership.organisationName, roles: words.roles(before) })}</p>;
  return (
    <Stack>
      <CheckboxGroup
        legend={t('manage.rolesIn', { organisation: membership.organisationName })}
        name={`roles-${membership.id}`}
        options={ROLES.map((value) => ({ value, label: words.role(value), hint: t(`roleHint.${value}`) }))}
        value={roles}
        error={apart ? t('manage.apart', { one: words.role(apart[0]), other: words.role(apart[1]) }) : undefined}
        onChange={(values) => setRoles(ROLES.filter((role) => values.includes(role)))}
      />
      {needsTwoPeople(changed) ? <p>{t('manage.needsTwo')}</p> : null}
      <Row>
        <Button
          busy={isBusy}
          disabled={changed.length === 0 || apart !== null || roles.length === 0}
          onClick={() => void onChange([...roles])}
        >
          {needsTwoPeople(changed) ? t('manage.propose') : t('manage.save')}
        </Button>
        <ConfirmButton label={t('manage.end')} about={membership.organisationName} variant="danger" onConfirm={onEnd}>
          <p>{t('manage.endText', { organisation: membership.organisationName })}</p>
        </ConfirmButton>
      </Row>
    </Stack>
  );
}

function AccountStatus({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const [reason, setReason] = useState('');
  const isActive = person.status === 'active';
  const suspend = usePeopleAct(SuspendAccountDocument);
  const restore = usePeopleAct(RestoreAccountDocument);
  const act = isActive ? suspend : restore;
  return (
    <Stack>
      <h3>{t('suspend.heading')}</h3>
      <Select
        label={t('suspend.reason')}
        placeholder={t('suspend.choose')}
        options={SUSPENSION_REASONS.map((value) => ({ value, label: t(`suspend.because.${value}`) }))}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <ActNotice state={suspend.state} done={t('suspend.suspended')} />
      <ActNotice state={restore.state} done={t('suspend.restored')} />
      <div>
        <ConfirmButton
          label={isActive ? t('suspend.suspend') : t('suspend.restore')}
          variant={isActive ? 'danger' : 'secondary'}
          disabled={reason === ''}
          onConfirm={() => act.run({ input: { accountId: person.id, reason } })}
        >
          <p>{isActive ? t('suspend.suspendText') : t('suspend.restoreText')}</p>
        </ConfirmButton>
      </div>
    </Stack>
  );
}
