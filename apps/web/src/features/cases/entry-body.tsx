import type { CryptoErrorCode, UnlockedKey } from '@sos/crypto';
import type { Entry, FileManifest } from '@sos/domain';
import { Button, DefinitionList, Notice, Prose, Row, Stack } from '@sos/ui/plain';
import { ProgressBar } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useFormatters } from '../../shared/locale.js';
import { saveFile } from '../../shared/save-file.js';
import { cryptoCodeOf, useCryptoWords } from '../../shared/vault/crypto-words.js';
import { useAnswerWords } from './answer-words.js';
import { useCaseWords } from './case-words.js';
import styles from './cases.module.css';
import { downloadFile, type FileProblem } from './download-file.js';
import { formHash } from './form-hash.js';
import { CONSENT_CHOICES, CONSENT_USES } from './intake-form.js';

export interface EntryBodyProps {
  entry: Entry;
  unlocked: UnlockedKey;
  /** The key to its file does not open it. */
  onKeyFault: () => void;
}

/** What was written, by its kind. */
export function EntryBody({ entry, unlocked, onKeyFault }: EntryBodyProps) {
  const { t } = useTranslation('cases');
  switch (entry.kind) {
    case 'report':
      return <ReportBody entry={entry} />;
    case 'consent':
      return <ConsentBody uses={entry.body.uses} />;
    case 'file':
      return <FileBody manifest={entry.body} unlocked={unlocked} onKeyFault={onKeyFault} />;
    case 'ack':
      return <p>{t('entry.acknowledged')}</p>;
    case 'message':
    case 'team_note':
    case 'assessment':
    case 'action':
    case 'referral':
      return (
        <Prose>
          <p className={styles['written']}>{entry.body.text}</p>
        </Prose>
      );
  }
}

function ReportBody({ entry }: { entry: Extract<Entry, { kind: 'report' }> }) {
  const { t } = useTranslation('cases');
  const { severity } = useCaseWords();
  const words = useAnswerWords();
  const items = Object.entries(entry.body.answers).map(([id, value]) => ({
    term: words.question(id),
    description: <span className={styles['written']}>{words.answer(id, value)}</span>,
  }));
  return (
    <Stack gap="small">
      {entry.formHash === formHash() ? null : <Notice title={t('entry.otherForm')} />}
      <DefinitionList
        items={[
          {
            term: t('question.urgency.label'),
            description: `${words.answer('urgency', entry.body.severity)} · ${severity(entry.body.severity)}`,
          },
          ...items,
        ]}
      />
    </Stack>
  );
}

function ConsentBody({ uses }: { uses: Readonly<Record<string, string>> }) {
  const { t } = useTranslation('cases');
  const items = Object.entries(uses).map(([use, choice]) => {
    const knownUse = CONSENT_USES.find((known) => known === use);
    const knownChoice = CONSENT_CHOICES.find((known) => known === choice);
    return {
      term: knownUse ? t(`consentUse.${knownUse}`) : use,
      description: knownChoice ? t(`consentChoice.${knownChoice}`) : choice,
    };
  });
  return <DefinitionList items={items} />;
}

type FileState =
  | { readonly status: 'idle' | 'saved' }
  | { readonly status: 'fetching'; readonly fraction: number }
  | { readonly status: 'problem'; readonly problem: FileProblem }
  | { readonly status: 'failed'; readonly words: string };

type FileBodyProps = Omit<EntryBodyProps, 'entry'> & { manifest: FileManifest };
/** What the engine says where the key is at fault, and not the file. */
const KEY_FAULTS: readonly CryptoErrorCode[] = ['GRANT_UNUSABLE', 'SESSION_KEY_MISMATCH'];

function FileBody({ manifest, unlocked, onKeyFault }: FileBodyProps) {
  const { t } = useTranslation('cases');
  const { bytes } = useFormatters();
  const { client } = useCrypto();
  const words = useCryptoWords();
  const [state, setState] = useState<FileState>({ status: 'idle' });
  async function handleSave(): Promise<void> {
    setState({ status: 'fetching', fraction: 0 });
    const onChunk = (done: number, total: number): void => setState({ status: 'fetching', fraction: done / total });
    try {
      const result = await downloadFile({ crypto: client(), key: unlocked.key, manifest, onChunk });
      if (result.ok) saveFile(result.file, manifest.name);
      setState(result.ok ? { status: 'saved' } : { status: 'problem', problem: result.problem });
    } catch (error) {
      if (KEY_FAULTS.includes(cryptoCodeOf(error))) onKeyFault();
      setState({
        status: 'failed',
        words: error instanceof TypeError ? t('file.offline') : words(cryptoCodeOf(error)),
      });
    }
  }
  return (
    <Stack gap="small">
      <p>
        <strong className={styles['written']}>{manifest.name}</strong> · {bytes(manifest.size)}
      </p>
      {state.status === 'fetching' ? <ProgressBar label={t('file.fetching')} fraction={state.fraction} /> : null}
      {state.status === 'problem' ? (
        <Notice tone="danger" title={t('file.refused')} role="alert">
          <p>{t(`file.problem.${state.problem}`)}</p>
        </Notice>
      ) : null}
      {state.status === 'failed' ? <Notice tone="danger" title={state.words} role="alert" /> : null}
      {state.status === 'saved' ? <p role="status">{t('file.saved')}</p> : null}
      <Row>
        <Button variant="secondary" busy={state.status === 'fetching'} onClick={() => void handleSave()}>
          {t('file.save')}
        </Button>
      </Row>
      <p className={styles['small']}>{t('file.warning')}</p>
    </Stack>
  );
}
