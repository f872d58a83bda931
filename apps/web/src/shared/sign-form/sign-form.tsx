import { isOneOf, LIMITS } from '@sos/domain';
import { Button, ButtonLink, ErrorSummary, TextField } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '../locale.js';
import { CountrySelect } from './country-select.js';
import type { SignFormIssue, SignFormValues } from './page-state.js';
import styles from './sign-form.module.css';
import { SigningStatus } from './signing-status.js';

export interface SignFormProps {
  slug: string;
  /** The version of the text that was on screen: what is signed is what was read. */
  textVersion: number;
  /** Single use, from the server. Without one this page cannot post, and offers the page that can. */
  formToken: string;
  /** Where the form posts: a page of ours, or the frame's own address. */
  action: string;
  /** The page of the campaign, for when there is no token. */
  pageHref: string;
  privacyHref: string;
  values?: SignFormValues | undefined;
  issues?: readonly SignFormIssue[] | undefined;
  partnerKey?: string | null | undefined;
  /** In a frame our links leave it. */
  inFrame?: boolean | undefined;
}

const FIELDS = ['name', 'email', 'country', 'form'] as const;

/** A form as the web had them from the start: it posts, with or without a script. The script finds it by its data attributes. */
export function SignForm(props: SignFormProps) {
  const { t } = useTranslation('signatures');
  if (props.formToken === '') return <ButtonLink href={`${props.pageHref}#sign`}>{t('form.submit')}</ButtonLink>;
  return <Form {...props} />;
}

function Form({
  slug,
  textVersion,
  formToken,
  action,
  privacyHref,
  values,
  issues = [],
  partnerKey,
  inFrame = false,
}: SignFormProps) {
  const { t } = useTranslation('signatures');
  const language = useLanguage();
  const words = useIssueWords(issues);
  const errors = FIELDS.flatMap((field) =>
    words[field] === undefined ? [] : [{ fieldId: `sign-${field}`, message: words[field] }],
  );
  return (
    <form id="sign-form" className={styles['form']} action={action} method="post" data-sos-sign={slug}>
      <ErrorSummary title={t('form.errorTitle')} errors={errors} />
      <input type="hidden" name="formToken" value={formToken} />
      <input type="hidden" name="language" value={language} />
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="textVersion" value={textVersion} />
      {partnerKey ? <input type="hidden" name="partner" value={partnerKey} /> : null}
      <TextField
        id="sign-name"
        name="name"
        label={t('form.name')}
        hint={t('form.nameHint')}
        error={words.name}
        defaultValue={values?.name}
        autoComplete="name"
        maxLength={LIMITS.displayName}
        required
      />
      <TextField
        id="sign-email"
        name="email"
        type="email"
        label={t('form.email')}
        hint={t('form.emailHint')}
        error={words.email}
        defaultValue={values?.email}
        autoComplete="email"
        maxLength={LIMITS.email}
        required
      />
      <CountrySelect id="sign-country" error={words.country} defaultValue={values?.country} />
      <div className={styles['trap']} aria-hidden="true">
        <label htmlFor="sign-website">{t('form.honeypot')}</label>
        <input id="sign-website" name="website" type="text" tabIndex={-1} autoComplete="off" defaultValue="" />
      </div>
      <div id="sign-form-actions">
        <Button type="submit" data-sos-submit="">
          {t('form.submit')}
        </Button>
      </div>
      <SigningStatus />
      <div className={styles['notes']}>
        <p className={styles['small']}>{t('form.next')}</p>
        <p className={styles['small']}>{t('form.consent')}</p>
        <p className={styles['small']}>
          <a href={privacyHref} target={inFrame ? '_blank' : undefined} rel="noopener">
            {t('form.privacy')}
          </a>
        </p>
      </div>
    </form>
  );
}

type Words = Partial<Record<(typeof FIELDS)[number], string>>;

const CODES = [
  'name_missing',
  'name_too_long',
  'email_missing',
  'email_invalid',
  'country_invalid',
  'text_changed',
  'proof_failed',
  'form_too_fast',
  'form_expired',
  'closed',
  'paused',
  'try_later',
] as const;

function useIssueWords(issues: readonly SignFormIssue[]): Words {
  const { t } = useTranslation('signatures');
  const words: Words = {};
  for (const { field, code } of issues) {
    const known = isOneOf(FIELDS, field) ? field : 'form';
    words[known] = t(`errors.${isOneOf(CODES, code) ? code : 'form_expired'}`, { max: LIMITS.displayName });
  }
  return words;
}
