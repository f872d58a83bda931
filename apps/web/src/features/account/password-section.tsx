import { useMutation } from '@apollo/client/react';
import type { PasswordFault } from '@sos/domain';
import { Button, Row, Section, Stack, useStatus } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { ActProblem } from './act-problem.js';
import { asFault } from './as-fault.js';
import { NewPasswordField } from './new-password-field.js';
import { ChangePasswordDocument } from './security.generated.js';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

export function PasswordSection({ since }: { since: string | null }) {
  const { t } = useTranslation('account');
  const format = useFormatters();
  const [changing, setChanging] = useState(false);
  const place = useCaughtFocus(changing);
  return (
    <Section heading={t('password.title')} id="password" note={t('password.note')}>
      <Stack>
        <p>{since === null ? t('password.none') : t('password.since', { date: format.date(since) })}</p>
        <div ref={place} tabIndex={-1}>
          {changing ? (
            <ChangePassword onOver={() => setChanging(false)} />
          ) : (
            <Button variant="secondary" onClick={() => setChanging(true)}>
              {t('password.change')}
            </Button>
          )}
        </div>
      </Stack>
    </Section>
  );
}

function ChangePassword({ onOver }: { onOver: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const { displayName } = useViewer();
  const announce = useStatus();
  const refreshSecurity = useRefreshSecurity();
  const [change] = useMutation(ChangePasswordDocument);
  const { busy, refusal, error, act } = useAct<PasswordFault | 'missing'>();
  const form = useFirstWrong(refusal);
  const [password, setPassword] = useState('');

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const isChanged = await act(async () => {
      if (password === '') return 'missing';
      const { data } = await change({ variables: { input: { password } } });
      return data?.changePassword.__typename === 'WeakPasswordProblem' ? asFault(data.changePassword.code) : null;
    });
    if (!isChanged) return;
    onOver();
    announce({ tone: 'success', text: t('account:password.changed') });
    await refreshSecurity();
  }

  return (
    <form
      ref={form}
      onSubmit={(event) => void handleSubmit(event)}
      aria-label={t('account:password.change')}
      noValidate
    >
      <Stack>
        <ActProblem error={error} />
        <NewPasswordField
          id="new-password"
          value={password}
          onChange={setPassword}
          personal={[displayName]}
          fault={refusal}
        />
        <Row>
          <Button type="submit" busy={busy}>
            {t('account:password.change')}
          </Button>
          <Button variant="quiet" onClick={onOver}>
            {t('common:actions.cancel')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
