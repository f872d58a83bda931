import { LIMITS } from '@sos/domain';
import { isLanguage, LANGUAGES } from '@sos/i18n';
import { Button, Select, Stack, TextField } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import type { InvitationScreenQuery } from './invitation-screen.generated.js';
import { AcceptInvitationDocument } from './people-acts.generated.js';
import { usePeopleAct } from './use-people-act.js';

export interface AcceptFormProps {
  token: string;
  invitation: Extract<InvitationScreenQuery['invitation'], { __typename: 'OpenInvitation' }>;
  onAccepted: () => void;
}

/** Name, language, password. No key is made here: that is done signed in, in the vault. */
export function AcceptForm({ token, invitation, onAccepted }: AcceptFormProps) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  const reader = useLanguage();
  const [displayName, setDisplayName] = useState('');
  const [language, setLanguage] = useState(isLanguage(invitation.language) ? invitation.language : reader);
  const [password, setPassword] = useState('');
  const accept = usePeopleAct(AcceptInvitationDocument, onAccepted);
  const outcome = useRef<HTMLDivElement>(null);
  const { status } = accept.state;
  useEffect(() => {
    if (status === 'refused' || status === 'failed') outcome.current?.focus();
  }, [status]);

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    void accept.run({ input: { token, displayName, language, password } });
  }

  return (
    <form onSubmit={handleSubmit} aria-label={t('accept.title')}>
      <Stack>
        <div ref={outcome} tabIndex={-1}>
          <ActNotice state={accept.state} done={t('accept.doneTitle')} />
        </div>
        <TextField
          label={t('accept.name')}
          hint={t('accept.nameHint')}
          value={displayName}
          onChange={({ target }) => setDisplayName(target.value)}
          maxLength={LIMITS.displayName}
          autoComplete="name"
          required
        />
        <Select
          label={t('accept.language')}
          options={LANGUAGES.map((value) => ({ value, label: format.languageName(value) }))}
          value={language}
          onChange={({ target }) => setLanguage(isLanguage(target.value) ? target.value : reader)}
        />
        {/* For the password manager: which account this password is of. */}
        <input type="email" value={invitation.email} autoComplete="username" readOnly hidden />
        <TextField
          label={t('accept.password')}
          hint={t('accept.passwordHint')}
          type="password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
          maxLength={LIMITS.password}
          autoComplete="new-password"
          required
        />
        <p>{t('accept.terms')}</p>
        <div>
          <Button type="submit" busy={status === 'busy'}>
            {t('accept.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
