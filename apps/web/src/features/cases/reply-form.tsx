import type { SignedSuccession } from '@sos/crypto';
import type { EntryDraft } from '@sos/domain';
import { Button, Notice, Row, Stack, TextArea } from '@sos/ui/plain';
import { FileDrop } from '@sos/ui';
import { useMemo, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useFormatters } from '../../shared/locale.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useTeam } from '../../shared/team/use-team.js';
import { WhoWillRead } from '../../shared/team/who-will-read.js';
import type { OpenedEntries } from './open-thread.js';
import { useSendFailureWords } from './send-failure.js';
import { useReaders } from './use-readers.js';
import { useSendEntry, type SendState } from './use-send-entry.js';

export interface ReplyFormProps {
  caseId: string;
  entries: OpenedEntries;
  memberKey: Uint8Array;
  successions: readonly SignedSuccession[];
  /** `team`: a note the sender of the case never learns of. */
  audience: 'case' | 'team';
  onSent: () => Promise<void>;
}

export function ReplyForm({ caseId, entries, memberKey, successions, audience, onSent }: ReplyFormProps) {
  const { t } = useTranslation('cases');
  const { key } = useCrypto();
  const team = useTeam();
  const participants = useMemo(() => [memberKey], [memberKey]);
  const readers = useReaders(team.state, audience, participants, successions);
  const { state, send } = useSendEntry({ caseId, entries, memberKey, successions, check: team.check, onSent });
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const busy = state.status === 'sealing';
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (busy || (text.trim() === '' && files.length === 0)) return;
    const body = { text: text.trim() };
    const draft: EntryDraft | null =
      body.text === '' ? null : audience === 'team' ? { kind: 'team_note', body } : { kind: 'message', body };
    if (!(await send({ audience, draft, files, readers }))) return;
    setText('');
    setFiles([]);
  }
  const verdict = team.state;
  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <Stack>
        <TextArea
          label={t(`reply.${audience}.label`)}
          hint={t(`reply.${audience}.hint`)}
          value={text}
          maxLength={40_000}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
        <Attachments files={files} onFiles={setFiles} />
        {verdict.status === 'verified' && readers !== null ? (
          <WhoWillRead team={verdict.team} readers={readers} ownFingerprint={key?.fingerprint} />
        ) : null}
        {verdict.status === 'refused' || verdict.status === 'unreachable' ? (
          <TeamProblem verdict={verdict} onRetry={() => void team.check()} />
        ) : null}
        <SendNotice state={state} />
        <Row>
          <Button type="submit" busy={busy} disabled={!busy && readers === null}>
            {busy ? t('reply.sealing') : t(`reply.${audience}.send`)}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}

function SendNotice({ state }: { state: SendState }) {
  const { t } = useTranslation('cases');
  const words = useSendFailureWords();
  if (state.status === 'failed') return <Notice tone="danger" title={words(state.code)} role="alert" />;
  if (state.status === 'sent') return <Notice tone="success" title={t('reply.sent')} role="status" />;
  if (state.status === 'queued') return <Notice tone="warning" title={t('reply.queued')} role="status" />;
  return null;
}

function Attachments({ files, onFiles }: { files: readonly File[]; onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation('cases');
  const { bytes } = useFormatters();
  return (
    <details>
      <summary>{t('reply.files', { count: files.length })}</summary>
      <FileDrop
        label={t('files.add')}
        hint={t('question.files.hint')}
        chooseLabel={t('files.choose')}
        onFiles={(more) => onFiles([...files, ...more])}
      />
      <ul>
        {files.map((file, index) => (
          <li key={index}>
            {file.name} ({bytes(file.size)}){' '}
            <Button variant="quiet" onClick={() => onFiles(files.filter((one) => one !== file))}>
              {t('files.remove', { name: file.name })}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
