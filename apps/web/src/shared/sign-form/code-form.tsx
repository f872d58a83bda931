import { CONFIRMATION } from '@sos/domain';
import { Button, ErrorSummary, TextField } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '../locale.js';
import styles from './sign-form.module.css';
import { SigningStatus } from './signing-status.js';

export interface CodeFormProps {
  action: string;
  slug: string;
  /** Names the submission the code belongs to; opaque. */
  reference: string;
  issue?: 'invalid' | 'expired' | 'tries' | undefined;
}

/** The six digits from the mail, for those who read it on another device. */
export function CodeForm({ action, slug, reference, issue }: CodeFormProps) {
  const { t } = useTranslation('signatures');
  const language = useLanguage();
  const error = issue === undefined ? undefined : t(`sent.issue.${issue}`);
  return (
    <form className={styles['form']} action={action} method="post" data-sos-code="">
      <ErrorSummary
        title={t('sent.errorTitle')}
        errors={error === undefined ? [] : [{ fieldId: 'code', message: error }]}
      />
      <input type="hidden" name="ref" value={reference} />
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="language" value={language} />
      <TextField
        id="code"
        name="code"
        className={styles['code']}
        label={t('sent.code')}
        hint={t('sent.codeHint', { minutes: CONFIRMATION.minutes })}
        error={error}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]*"
        maxLength={CONFIRMATION.codeDigits + 1}
        required
      />
      <div>
        <Button type="submit" data-sos-submit="">
          {t('sent.confirm')}
        </Button>
      </div>
      <SigningStatus />
    </form>
  );
}
