import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { ERASURE_DAYS } from '@sos/domain';
import { Button, Notice, PageHeading, Section, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { saveFile } from '../../shared/save-file.js';
import { ActNotice } from './act-notice.js';
import { ConfirmButton } from './confirm-button.js';
import { ExportMyDataDocument, OwnDataScreenDocument } from './own-data-screen.generated.js';
import { AskErasureDocument, KeepAccountDocument } from './people-acts.generated.js';
import { usePeopleAct } from './use-people-act.js';

/** Route: /app/data. Everything held about one’s account: to take along, and to have deleted. */
export function OwnDataScreen() {
  const { t } = useTranslation('people');
  const { data } = useSuspenseQuery(OwnDataScreenDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <>
      <PageHead title={t('data.title')} />
      <PageHeading title={t('data.title')} lede={t('data.intro', { email: data.myData.email })} />
      <Export />
      <Erasure eraseAt={data.myData.eraseAt} />
    </>
  );
}

function Export() {
  const { t } = useTranslation('people');
  const errorWords = useErrorWords();
  const [ask] = useMutation(ExportMyDataDocument, { fetchPolicy: 'no-cache' });
  const [state, setState] = useState<'idle' | 'busy' | 'done' | ErrorCode>('idle');

  async function handleExport(): Promise<void> {
    setState('busy');
    try {
      const { data } = await ask();
      saveFile(new Blob([data?.exportMyData.content ?? ''], { type: 'application/json' }), 'sos-account.json');
      setState('done');
    } catch (error) {
      setState(errorCodeOf(error));
    }
  }

  const isFault = state !== 'idle' && state !== 'busy' && state !== 'done';
  return (
    <Section id="export" heading={t('data.exportHeading')}>
      <Stack>
        <p>{t('data.exportText')}</p>
        {isFault ? <Notice tone="danger" role="alert" title={errorWords(state).title} /> : null}
        {state === 'done' ? <Notice tone="success" role="status" title={t('data.exported')} /> : null}
        <div>
          <Button variant="secondary" busy={state === 'busy'} onClick={() => void handleExport()}>
            {t('data.export')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

function Erasure({ eraseAt }: { eraseAt: string | null }) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  const erase = usePeopleAct(AskErasureDocument);
  const keep = usePeopleAct(KeepAccountDocument);
  return (
    <Section id="erase" heading={t('data.eraseHeading')}>
      <Stack>
        <p>{t('data.eraseGoes')}</p>
        <p>{t('data.eraseStays')}</p>
        <ActNotice state={erase.state} done={t('data.asked')} />
        <ActNotice state={keep.state} done={t('data.kept')} />
        {eraseAt === null ? (
          <div>
            <ConfirmButton label={t('data.erase')} variant="danger" onConfirm={() => erase.run({})}>
              <p>{t('data.eraseConfirm', { days: ERASURE_DAYS })}</p>
            </ConfirmButton>
          </div>
        ) : (
          <>
            <Notice tone="warning" title={t('data.eraseAt', { date: format.dateTime(eraseAt) })} />
            <div>
              <Button busy={keep.state.status === 'busy'} onClick={() => void keep.run({})}>
                {t('data.keep')}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </Section>
  );
}
