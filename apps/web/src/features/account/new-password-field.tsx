import { LIMITS, PASSWORD_RULES, type PasswordFault } from '@sos/domain';
import { loadPasswordJudge, type PasswordJudge } from '@sos/domain/password-strength';
import { Button, ProgressMeter, TextField } from '@sos/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import styles from './security.module.css';

export interface NewPasswordFieldProps {
  id: string;
  value: string;
  onChange: (password: string) => void;
  /** Names the person goes by: no good beginning for a password. */
  personal: readonly string[];
  fault: PasswordFault | 'missing' | null;
}

const BEST = 4;

/** The dictionaries are a megabyte: they come while the person thinks, and without them the server still judges. */
function useJudge(): PasswordJudge | null {
  const [judge, setJudge] = useState<PasswordJudge | null>(null);
  useEffect(() => {
    let isHere = true;
    loadPasswordJudge().then(
      (loaded) => {
        if (isHere) setJudge(() => loaded);
      },
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, []);
  return judge;
}

export function NewPasswordField({ id, value, onChange, personal, fault }: NewPasswordFieldProps) {
  const { t } = useTranslation('account');
  const [shown, setShown] = useState(false);
  const judge = useJudge();
  const score = judge && value !== '' ? judge(value, personal).score : null;
  return (
    <div>
      <TextField
        id={id}
        name="password"
        type={shown ? 'text' : 'password'}
        label={t('password.new')}
        hint={t('password.hint', { count: PASSWORD_RULES.shortest })}
        error={fault === null ? undefined : t(`password.fault.${fault}`)}
        autoComplete="new-password"
        maxLength={LIMITS.password}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        required
      />
      <Button variant="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? t('signIn.hide') : t('signIn.show')}
      </Button>
      {score === null ? null : (
        <div className={styles['meter']} role="status">
          <ProgressMeter value={score} max={BEST} label={t(`password.score.${asScore(score)}`)} />
        </div>
      )}
    </div>
  );
}

function asScore(score: number): '0' | '1' | '2' | '3' | '4' {
  if (score <= 0) return '0';
  if (score === 1) return '1';
  if (score === 2) return '2';
  return score === 3 ? '3' : '4';
}
