import { LANGUAGES } from '@sos/i18n';
import { Button, Checkbox, Section, Select, Stack, TextField } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import { InviteColleagueDocument } from './people-acts.generated.js';
import { usePeopleAct } from './use-people-act.js';

/** By a focal point: a colleague, as a member of their own organisation. */
export function InviteColleagueForm({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  const [email, setEmail] = useState('');
  const [language, setLanguage] = useState<string>(useLanguage());
  const [focalPoint, setFocalPoint] = useState(false);
  const invite = usePeopleAct(InviteColleagueDocument, () => setEmail(''));

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    void invite.run({ input: { email, organisationId, language, focalPoint } });
  }

  return (
    <Section id={`invite-${organisationId}`} heading={t('invite.colleague')} note={t('invite.colleagueNote')}>
      <form onSubmit={handleSubmit} aria-label={t('invite.colleague')}>
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
            label={t('invite.language')}
            options={LANGUAGES.map((value) => ({ value, label: format.languageName(value) }))}
            value={language}
            onChange={({ target }) => setLanguage(target.value)}
          />
          <Checkbox
            label={t('invite.focalPoint')}
            hint={t('invite.focalPointHint')}
            checked={focalPoint}
            onChange={({ target }) => setFocalPoint(target.checked)}
          />
          <ActNotice state={invite.state} done={t('invite.sent')} />
          <div>
            <Button type="submit" busy={invite.state.status === 'busy'}>
              {t('invite.submit')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
