import { dutiesApart, needsTwoPeople, ROLES, type Role } from '@sos/domain';
import { LANGUAGES } from '@sos/i18n';
import { Button, Checkbox, CheckboxGroup, Section, Select, Stack, TextField } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import { InvitePersonDocument } from './people-acts.generated.js';
import type { PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

export interface InvitePersonFormProps {
  organisations: PeopleAdministrationQuery['organisations'];
}

/** By an administrator: anybody, into any organisation that takes part. */
export function InvitePersonForm({ organisations }: InvitePersonFormProps) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const [email, setEmail] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const [language, setLanguage] = useState<string>(useLanguage());
  const [roles, setRoles] = useState<readonly Role[]>(['member']);
  const [focalPoint, setFocalPoint] = useState(false);
  const invite = usePeopleAct(InvitePersonDocument, () => setEmail(''));
  const apart = dutiesApart(roles);
  const isMember = roles.includes('member');

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const input = { email, organisationId, language, roles: [...roles], focalPoint: focalPoint && isMember };
    void invite.run({ input });
  }

  return (
    <Section id="invite" heading={t('invite.heading')} note={t('invite.note')}>
      <form onSubmit={handleSubmit} aria-label={t('invite.heading')}>
        <Stack>
          <TextField
            label={t('invite.email')}
            type="email"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
            autoComplete="off"
            required
          />
          <Select
            label={t('invite.organisation')}
            placeholder={t('invite.chooseOrganisation')}
            options={organisations
              .filter(({ standing }) => standing !== 'suspended')
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={organisationId}
            onChange={({ target }) => setOrganisationId(target.value)}
            required
          />
          <Select
            label={t('invite.language')}
            options={LANGUAGES.map((value) => ({ value, label: format.languageName(value) }))}
            value={language}
            onChange={({ target }) => setLanguage(target.value)}
          />
          <CheckboxGroup
            legend={t('invite.roles')}
            name="invite-roles"
            options={ROLES.map((value) => ({ value, label: words.role(value), hint: t(`roleHint.${value}`) }))}
            value={roles}
            error={apart ? t('manage.apart', { one: words.role(apart[0]), other: words.role(apart[1]) }) : undefined}
            onChange={(values) => setRoles(ROLES.filter((role) => values.includes(role)))}
          />
          {isMember ? (
            <Checkbox
              label={t('invite.focalPoint')}
              hint={t('invite.focalPointHint')}
              checked={focalPoint}
              onChange={({ target }) => setFocalPoint(target.checked)}
            />
          ) : null}
          {needsTwoPeople(roles) ? <p>{t('invite.needsTwo')}</p> : null}
          <ActNotice state={invite.state} done={t('invite.sent')} />
          <div>
            <Button
              type="submit"
              busy={invite.state.status === 'busy'}
              disabled={roles.length === 0 || apart !== null || organisationId === ''}
            >
              {t('invite.submit')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
