import { useMutation } from '@apollo/client/react';
import { PASSKEYS } from '@sos/domain';
import { Button, Notice, RuledList, Section, Stack, TextField, useStatus } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { hasPasskeys, makePasskey } from '../../platform/passkey.js';
import { useFormatters } from '../../shared/locale.js';
import { textOf } from '../../shared/text-of.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { ActProblem } from './act-problem.js';
import { RemoveFactor } from './remove-factor.js';
import {
  AddPasskeyDocument,
  StartPasskeyRegistrationDocument,
  type SecurityScreenQuery,
} from './security.generated.js';
import styles from './security.module.css';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

type Passkeys = SecurityScreenQuery['security']['passkeys'];

export function PasskeysSection({ passkeys, hasApp }: { passkeys: Passkeys; hasApp: boolean }) {
  const { t } = useTranslation('account');
  const format = useFormatters();
  const isLast = passkeys.length === 1 && !hasApp;
  return (
    <Section heading={t('passkeys.title')} id="passkeys" note={t('passkeys.note')}>
      <Stack>
        {passkeys.length === 0 ? (
          <p>{t('passkeys.none')}</p>
        ) : (
          <RuledList>
            {passkeys.map(({ id, label, createdAt, lastUsedAt }) => (
              <li key={id} className={styles['line']}>
                <div>
                  <strong>{label}</strong>
                  <p>
                    {lastUsedAt === null
                      ? t('passkeys.added', { date: format.date(createdAt) })
                      : t('passkeys.addedAndUsed', { date: format.date(createdAt), used: format.date(lastUsedAt) })}
                  </p>
                </div>
                <RemoveFactor id={id} name={label} isLast={isLast} />
              </li>
            ))}
          </RuledList>
        )}
        {hasPasskeys() ? <AddPasskey first={passkeys.length === 0} /> : <p>{t('passkeys.notHere')}</p>}
      </Stack>
    </Section>
  );
}

type Refusal = 'expired' | 'not_valid' | 'known_already' | 'too_many' | 'declined' | 'label';

function AddPasskey({ first }: { first: boolean }) {
  const { t } = useTranslation('account');
  const announce = useStatus();
  const refreshSecurity = useRefreshSecurity();
  const [start] = useMutation(StartPasskeyRegistrationDocument);
  const [add] = useMutation(AddPasskeyDocument);
  const { busy, refusal, error, act } = useAct<Refusal>();
  const form = useFirstWrong(refusal);
  const [label, setLabel] = useState('');

  async function register(): Promise<Refusal | null> {
    if (label.trim() === '') return 'label';
    const { data: started } = await start();
    const request = started?.startPasskeyRegistration;
    const response = request ? await makePasskey(request.options) : null;
    if (!request || response === null) return 'declined';
    const { data } = await add({ variables: { input: { ticket: request.ticket, response, label: label.trim() } } });
    if (data?.addPasskey.__typename !== 'FactorRefusedProblem') return null;
    // Written by the server from this list.
    return data.addPasskey.code as Refusal;
  }

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setLabel(textOf(new FormData(event.currentTarget).get('label')));
    if (!(await act(register))) return;
    setLabel('');
    announce({ tone: 'success', text: t('passkeys.done') });
    await refreshSecurity();
  }

  return (
    <form ref={form} onSubmit={(event) => void handleSubmit(event)} aria-label={t('passkeys.add')} noValidate>
      <Stack>
        <ActProblem error={error} />
        {refusal === null || refusal === 'label' ? null : (
          <Notice tone="warning" role="alert" title={t('passkeys.refusedTitle')}>
            <p>{t(`passkeys.refused.${refusal}`)}</p>
          </Notice>
        )}
        <TextField
          id="passkey-label"
          name="label"
          label={t('passkeys.label')}
          hint={t('passkeys.labelHint')}
          error={refusal === 'label' ? t('passkeys.labelMissing') : undefined}
          maxLength={PASSKEYS.labelLength}
          autoComplete="off"
          value={label}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <div>
          <Button type="submit" busy={busy} variant={first ? 'primary' : 'secondary'}>
            {t('passkeys.add')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
