import { useSuspenseQuery } from '@apollo/client/react';
import { isOneOf, SWITCHES, type SwitchName } from '@sos/domain';
import { Button, Notice, PageHeading, Row, Section, Stack, Tag } from '@sos/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { BackToAdministration } from './back-to-administration.js';
import { LastChange } from './last-change.js';
import { StopDialog } from './stop-dialog.js';
import { ServiceSwitchesDocument } from './switches.generated.js';
import { useSetSwitch, type SettingSwitch, type SwitchChange, type SwitchEntry } from './use-set-switch.js';

/** Route: /app/admin/switches */
export function SwitchesScreen() {
  const { t } = useTranslation('administration');
  const { data } = useSuspenseQuery(ServiceSwitchesDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <>
      <PageHead title={t('section.switches.title')} />
      <BackToAdministration />
      <PageHeading title={t('section.switches.title')} lede={t('switches.lede')} />
      {data.serviceSwitches.map((entry) =>
        isOneOf(SWITCHES, entry.name) ? <Switch key={entry.name} name={entry.name} entry={entry} /> : null,
      )}
    </>
  );
}

function Switch({ name, entry }: { name: SwitchName; entry: SwitchEntry }) {
  const { t } = useTranslation('administration');
  const { state, set } = useSetSwitch(entry);
  const [asking, setAsking] = useState(false);
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed is another one now, and focus would fall off the page with it.
    if (state.status === 'done' || state.status === 'changed_meanwhile' || state.status === 'failed')
      outcome.current?.focus();
  }, [state.status]);
  async function handleSet(change: SwitchChange): Promise<void> {
    await set(change);
    setAsking(false);
  }
  const sending = state.status === 'sending';
  return (
    <Section id={`switch-${name}`} heading={t(`switches.${name}.title`)} urgent={entry.stopped}>
      <Stack>
        <div ref={outcome} tabIndex={-1}>
          <Stack gap="small">
            <Outcome state={state} stopped={entry.stopped} />
            <State entry={entry} />
          </Stack>
        </div>
        <p>{t(`switches.${name}.text`)}</p>
        <Row>
          {entry.stopped ? (
            <Button busy={sending} onClick={() => void handleSet({ stopped: false, hours: null })}>
              {t(`switches.${name}.resume`)}
            </Button>
          ) : (
            <Button variant="danger" onClick={() => setAsking(true)}>
              {t(`switches.${name}.stop`)}
            </Button>
          )}
        </Row>
        <LastChange entry={entry} />
      </Stack>
      {asking ? (
        <StopDialog
          title={t(`switches.${name}.stop`)}
          text={t(`switches.${name}.text`)}
          busy={sending}
          onStop={(hours) => void handleSet({ stopped: true, hours })}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </Section>
  );
}

function State({ entry }: { entry: SwitchEntry }) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  if (!entry.stopped) return <Tag tone="success">{t('switches.running')}</Tag>;
  return (
    <Row>
      <Tag tone="danger">{t('switches.stopped')}</Tag>
      <span>
        {entry.until === null
          ? t('switches.untilSomebody')
          : t('switches.until', { date: format.dateTime(entry.until) })}
      </span>
    </Row>
  );
}

function Outcome({ state, stopped }: { state: SettingSwitch; stopped: boolean }) {
  const { t } = useTranslation('administration');
  switch (state.status) {
    case 'failed':
      return <ErrorNotice error={state.error} />;
    case 'changed_meanwhile':
      return <Notice tone="warning" role="alert" title={t('switches.changedMeanwhile')} />;
    case 'done':
      return <Notice tone="success" role="status" title={t(stopped ? 'switches.nowStopped' : 'switches.nowRunning')} />;
    default:
      return null;
  }
}
