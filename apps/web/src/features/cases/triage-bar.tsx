import { useMutation } from '@apollo/client/react';
import { SEVERITIES, type Severity } from '@sos/domain';
import { Button, Notice, Row, Select, Stack } from '@sos/ui/plain';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { useViewer } from '../../platform/session.js';
import { useTeam } from '../../shared/team/use-team.js';
import { useErrorWords } from '../../shared/error-words.js';
import { useCaseWords } from './case-words.js';
import { TriageCaseDocument } from './case-thread.generated.js';
import { openedIn } from './open-thread.js';
import { useReaders } from './use-readers.js';
import { useSendEntry } from './use-send-entry.js';
import type { ThreadState } from './use-thread.js';

export interface TriageBarProps {
  caseId: string;
  state: ThreadState & { readonly thread: NonNullable<ThreadState['thread']> };
}

interface Change {
  readonly status?: string;
  readonly severity?: Severity;
  readonly assignToMe?: boolean;
}

type Outcome = { readonly refused: string } | { readonly failed: ErrorCode } | null;

/** Where the case stands and where it may go. The first acknowledgement is also signed, so that the sender can believe it. */
export function TriageBar({ caseId, state }: TriageBarProps) {
  const { t } = useTranslation('cases');
  const { id } = useViewer();
  const words = useCaseWords();
  const { summary, moves } = state.thread;
  const [triage, { loading }] = useMutation(TriageCaseDocument);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const acknowledge = useAcknowledge(caseId, state);
  async function apply(change: Change): Promise<void> {
    setOutcome(null);
    try {
      const isFirstAnswer = summary.status === 'submitted' && change.status !== undefined;
      if (isFirstAnswer && !(await acknowledge())) {
        setOutcome({ refused: 'not_signed' });
        return;
      }
      const { data } = await triage({ variables: { input: { caseId, ...change } } });
      if (data?.triageCase.__typename === 'MoveRefusedProblem') setOutcome({ refused: data.triageCase.code });
      await state.refresh();
    } catch (error) {
      setOutcome({ failed: errorCodeOf(error) });
    }
  }
  const isMine = summary.assignee?.id === id;
  return (
    <section aria-label={t('triage.title')}>
      <Stack gap="small">
        <Row>
          {moves.map((move) => (
            <Button key={move} variant="secondary" busy={loading} onClick={() => void apply({ status: move })}>
              {t('triage.moveTo', { status: words.status(move) })}
            </Button>
          ))}
          <Button variant="quiet" busy={loading} onClick={() => void apply({ assignToMe: !isMine })}>
            {isMine ? t('triage.letGo') : t('triage.take')}
          </Button>
        </Row>
        <Select
          label={t('triage.severity')}
          value={summary.severity ?? ''}
          placeholder={words.severity(null)}
          options={SEVERITIES.map((level) => ({ value: level, label: words.severity(level) }))}
          onChange={({ target }) => {
            const severity = SEVERITIES.find((level) => level === target.value);
            if (severity) void apply({ severity });
          }}
        />
        <TriageProblem outcome={outcome} />
      </Stack>
    </section>
  );
}

/** Seals a signed `ack` that cites the report; without a report to cite there is nothing to acknowledge. */
function useAcknowledge(caseId: string, state: ThreadState): () => Promise<boolean> {
  const { entries, memberKey, successions, refresh } = state;
  const team = useTeam();
  const participants = useMemo(() => (memberKey === undefined ? null : [memberKey]), [memberKey]);
  const readers = useReaders(team.state, 'case', participants, successions);
  const { send } = useSendEntry({ caseId, entries, memberKey, successions, check: team.check, onSent: refresh });
  return async () => {
    const report = openedIn(entries).find(({ entry }) => entry.kind === 'report');
    if (!report) return false;
    return send({
      audience: 'case',
      draft: { kind: 'ack', body: { entryHash: report.entryHash } },
      files: [],
      readers,
    });
  };
}

function TriageProblem({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('cases');
  const errorWords = useErrorWords();
  if (outcome === null) return null;
  if ('failed' in outcome) {
    const { title, text } = errorWords(outcome.failed);
    return (
      <Notice tone="danger" title={title} role="alert">
        <p>{text}</p>
      </Notice>
    );
  }
  const code =
    (['not_allowed_from_here', 'not_your_assignment', 'not_signed'] as const).find(
      (known) => known === outcome.refused,
    ) ?? 'other';
  return <Notice tone="danger" title={t(`triage.refused.${code}`)} role="alert" />;
}
