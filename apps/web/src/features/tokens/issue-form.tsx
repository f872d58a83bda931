import { ACCESS_TOKEN, TOKEN_SCOPES, type TokenScope } from '@sos/domain';
import { Button, CheckboxGroup, Notice, Row, Select, Stack, TextField } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { CopyField } from '../../shared/copy-field.js';
import { useErrorWords } from '../../shared/error-words.js';
import { textOf } from '../../shared/text-of.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useFirstWrong } from '../../shared/use-first-wrong.js';
import { scopeName } from './scope-key.js';
import { useIssueToken, type IssueState } from './use-issue-token.js';

const DAYS = [30, 90, 180, ACCESS_TOKEN.mostDays] as const;

export function IssueForm({ onIssued }: { onIssued: () => void }) {
  const { state, issue, forget } = useIssueToken(onIssued);
  const place = useCaughtFocus(state.status === 'issued');
  return (
    <div ref={place} tabIndex={-1}>
      {state.status === 'issued' ? (
        <Secret secret={state.secret} onDone={forget} />
      ) : (
        <Fields state={state} onSend={(input) => void issue(input)} />
      )}
    </div>
  );
}

/** The one moment in which it can be seen. */
function Secret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  return (
    <Stack gap="small">
      <Notice tone="warning" role="status" title={t('issued.title')}>
        <p>{t('issued.text')}</p>
      </Notice>
      <CopyField
        label={t('issued.label')}
        value={secret}
        copyLabel={t('common:actions.copy')}
        copiedLabel={t('common:actions.copied')}
      />
      <Row>
        <Button variant="secondary" onClick={onDone}>
          {t('issued.done')}
        </Button>
      </Row>
    </Stack>
  );
}

interface FieldsProps {
  state: IssueState;
  onSend: (input: { organisationId: string; name: string; scopes: TokenScope[]; days: number }) => void;
}

function Fields({ state, onSend }: FieldsProps) {
  const { t } = useTranslation('tokens');
  const { organisations } = useViewer();
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['embeds.readOwnCounts']);
  const form = useFirstWrong(state.status === 'refused' ? state : null);
  const wrong = (field: 'name' | 'scopes' | 'days') =>
    state.status === 'refused' && state.field === field ? t(`form.wrong.${field}`) : undefined;

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = (name: string): string => textOf(typed.get(name));
    onSend({
      organisationId: text('organisation'),
      name: text('name'),
      scopes: [...scopes],
      days: Number(text('days')),
    });
  }

  return (
    <form ref={form} noValidate onSubmit={handleSubmit} aria-labelledby="new-token-heading">
      <Stack>
        <Refusal state={state} />
        <TextField
          name="name"
          label={t('form.name')}
          hint={t('form.nameHint')}
          error={wrong('name')}
          maxLength={ACCESS_TOKEN.name}
          autoComplete="off"
        />
        <Select
          name="organisation"
          label={t('form.organisation')}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <CheckboxGroup
          name="scopes"
          legend={t('form.scopes')}
          hint={t('form.scopesHint')}
          error={wrong('scopes')}
          options={TOKEN_SCOPES.map((scope) => ({ value: scope, label: t(`scope.${scopeName(scope)}`) }))}
          value={scopes}
          onChange={(chosen) => setScopes(TOKEN_SCOPES.filter((scope) => chosen.includes(scope)))}
        />
        <Select
          name="days"
          label={t('form.days')}
          error={wrong('days')}
          options={DAYS.map((days) => ({ value: String(days), label: t('form.dayCount', { count: days }) }))}
        />
        <div>
          <Button type="submit" busy={state.status === 'busy'}>
            {state.status === 'busy' ? t('form.busy') : t('form.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** What no single field can mend. */
function Refusal({ state }: { state: IssueState }) {
  const { t } = useTranslation('tokens');
  const words = useErrorWords();
  if (state.status === 'refused' && state.field === 'too_many')
    return <Notice tone="danger" role="alert" title={t('form.wrong.too_many', { count: ACCESS_TOKEN.most })} />;
  if (state.status !== 'failed') return null;
  const { title, text } = words(state.code);
  return (
    <Notice tone="danger" role="alert" title={title}>
      <p>{text}</p>
    </Notice>
  );
}
