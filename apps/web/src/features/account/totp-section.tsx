import { useMutation } from '@apollo/client/react';
import { Button, Notice, Row, Section, Stack, TextField, useStatus } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { CopyField } from '../../shared/copy-field.js';
import { textOf } from '../../shared/text-of.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { ActProblem } from './act-problem.js';
import { QrCode } from './qr-code.js';
import { RemoveFactor } from './remove-factor.js';
import {
  AddTotpDocument,
  StartTotpDocument,
  type SecurityScreenQuery,
  type StartTotpMutation,
} from './security.generated.js';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

type Totp = SecurityScreenQuery['security']['totp'];
type Enrolment = StartTotpMutation['startTotp'];

export function TotpSection({ totp, hasPasskey }: { totp: Totp; hasPasskey: boolean }) {
  const { t } = useTranslation('account');
  const format = useFormatters();
  const [start] = useMutation(StartTotpDocument);
  const { busy, error, act } = useAct();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const place = useCaughtFocus(enrolment === null);

  async function handleStart(): Promise<void> {
    await act(async () => {
      const { data } = await start();
      setEnrolment(data?.startTotp ?? null);
      return null;
    });
  }

  return (
    <Section heading={t('totp.title')} id="totp" note={t('totp.note')}>
      <Stack>
        <p>{totp === null ? t('totp.none') : t('totp.since', { date: format.date(totp.createdAt) })}</p>
        <ActProblem error={error} />
        <div ref={place} tabIndex={-1}>
          {enrolment === null ? (
            <Row>
              <Button variant="secondary" busy={busy} onClick={() => void handleStart()}>
                {totp === null ? t('totp.add') : t('totp.replace')}
              </Button>
              {totp === null ? null : <RemoveFactor id={totp.id} name={t('totp.name')} isLast={!hasPasskey} />}
            </Row>
          ) : (
            <Enrol enrolment={enrolment} onOver={() => setEnrolment(null)} />
          )}
        </div>
      </Stack>
    </Section>
  );
}

type Refusal = 'expired' | 'wrong_code';

function Enrol({ enrolment, onOver }: { enrolment: Enrolment; onOver: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const announce = useStatus();
  const refreshSecurity = useRefreshSecurity();
  const [add] = useMutation(AddTotpDocument);
  const { busy, refusal, error, act } = useAct<Refusal>();
  const form = useFirstWrong(refusal);

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget).get('code')).trim();
    const isAdded = await act(async () => {
      const { data } = await add({ variables: { input: { ticket: enrolment.ticket, code } } });
      if (data?.addTotp.__typename !== 'FactorRefusedProblem') return null;
      return data.addTotp.code === 'wrong_code' ? 'wrong_code' : 'expired';
    });
    if (!isAdded) return;
    onOver();
    announce({ tone: 'success', text: t('account:totp.done') });
    await refreshSecurity();
  }

  return (
    <form ref={form} onSubmit={(event) => void handleSubmit(event)} aria-label={t('account:totp.add')}>
      <Stack>
        <p>{t('account:totp.scan')}</p>
        <QrCode text={enrolment.address} label={t('account:totp.picture')} />
        <CopyField
          label={t('account:totp.secret')}
          value={enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}
          copyLabel={t('common:actions.copy')}
          copiedLabel={t('common:actions.copied')}
        />
        <ActProblem error={error} />
        {refusal === 'expired' ? <Notice tone="warning" role="alert" title={t('account:totp.expired')} /> : null}
        <TextField
          id="totp-code"
          name="code"
          short
          label={t('account:totp.code')}
          hint={t('account:totp.codeHint')}
          error={refusal === 'wrong_code' ? t('account:totp.wrong') : undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          required
        />
        <Row>
          <Button type="submit" busy={busy}>
            {t('account:totp.confirm')}
          </Button>
          <Button variant="quiet" onClick={onOver}>
            {t('common:actions.cancel')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
