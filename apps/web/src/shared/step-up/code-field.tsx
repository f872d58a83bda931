import { Button, TextField } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

export interface CodeFieldProps {
  id: string;
  factors: readonly string[];
  isRecoveryCode: boolean;
  onSwitch: (isRecoveryCode: boolean) => void;
  error?: string | undefined;
}

/** The code of an authenticator app; or, for whoever has lost it, one of the codes they wrote down. */
export function CodeField({ id, factors, isRecoveryCode, onSwitch, error }: CodeFieldProps) {
  const { t } = useTranslation('account');
  const shared = { id, name: 'code', error, required: true, maxLength: 40, autoCapitalize: 'none', spellCheck: false };
  const canSwitch = factors.includes('totp') && factors.includes('recovery_code');
  return (
    <>
      {isRecoveryCode ? (
        <TextField
          key="recovery"
          label={t('factor.recoveryCode')}
          hint={t('factor.recoveryHint')}
          autoComplete="off"
          {...shared}
        />
      ) : (
        <TextField
          key="app"
          short
          label={t('factor.appCode')}
          hint={t('factor.appHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...shared}
        />
      )}
      {canSwitch ? (
        <div>
          <Button variant="quiet" onClick={() => onSwitch(!isRecoveryCode)}>
            {isRecoveryCode ? t('factor.useApp') : t('factor.useRecovery')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Whether there is a code to ask for at all, beside a passkey. */
export function asksForCode(factors: readonly string[]): boolean {
  return factors.includes('totp') || factors.includes('recovery_code');
}
