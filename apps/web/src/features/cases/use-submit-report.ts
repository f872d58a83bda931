import type { Reader } from '@sos/crypto';
import { severityForQueue, type Severity } from '@sos/domain';
import { useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { useLanguage } from '../../shared/locale.js';
import type { Team } from '../../shared/team/use-team.js';
import { caseOutbox, outboxRunner } from './case-outbox.js';
import { severityOf, type IntakeState } from './intake-form.js';
import { intakeMemory } from './intake-memory.js';
import type { Sealing } from './seal-case.js';
import { sendFailureOf, type SendFailure } from './send-failure.js';
import { newCase, sealFiles, sealText, type SubmitProgress } from './submit-case.js';

export type SubmitState =
  | { readonly status: 'idle' | 'checking' | 'unlock' }
  | { readonly status: 'sealing'; readonly progress: SubmitProgress | null }
  | { readonly status: 'sending'; readonly caseId: string; readonly reportId: string; readonly severity: Severity }
  /** Nobody may be encrypted to; the verdict beside the readers says why. */
  | { readonly status: 'team' }
  | { readonly status: 'failed'; readonly code: SendFailure }
  /** Sealed and on this device; it may or may not have arrived yet. */
  | {
      readonly status: 'queued';
      readonly caseId: string;
      readonly reportId: string;
      readonly severity: Severity;
      readonly filesFailed: boolean;
    };

interface Submission {
  readonly intake: IntakeState;
  readonly readers: readonly Reader[] | null;
  readonly participants: readonly Uint8Array[];
  readonly check: Team['check'];
}

/** Verifies the team, seals, queues, and only then sends: whatever fails on the way, what was typed or sealed is still here. */
export function useSubmitReport(): {
  readonly state: SubmitState;
  readonly submit: (submission: Submission) => Promise<void>;
} {
  const { client, key } = useCrypto();
  const { id: accountId } = useViewer();
  const language = useLanguage();
  const [state, setState] = useState<SubmitState>({ status: 'idle' });

  async function submit({ intake, readers, participants, check }: Submission): Promise<void> {
    if (key === null) {
      setState({ status: 'unlock' });
      return;
    }
    setState({ status: 'checking' });
    const verdict = await check();
    if (verdict.status !== 'verified' || readers === null) {
      setState({ status: 'team' });
      return;
    }
    const opened = newCase(key);
    const { caseId } = opened;
    const severity = severityForQueue(severityOf(intake) ?? null);
    const shownReaders = readers.map(({ keySha256 }) => keySha256);
    const sealing = {
      crypto: client(),
      key,
      team: verdict.team,
      accountId,
      language,
      ...opened,
      audience: 'case',
      participants,
      shownReaders,
    } as const;
    setState({ status: 'sealing', progress: null });
    try {
      const { reportId, head } = await sealText(sealing, intake, caseOutbox);
      // The text is safe in the outbox: it leaves now, while files are still being sealed.
      outboxRunner.flush(accountId).catch(() => undefined);
      const filesFailed = await sealTheFiles(sealing, intake, head);
      setState({ status: 'sending', caseId, reportId, severity });
      intakeMemory.clear();
      // Whatever becomes of this round, the report is in the outbox now and is sent again by itself.
      await outboxRunner.flush(accountId).catch(() => undefined);
      setState({ status: 'queued', caseId, reportId, severity, filesFailed });
    } catch (error) {
      setState({ status: 'failed', code: sendFailureOf(error) });
    }
  }

  /** A file that fails costs nobody the report: it can follow in the case. */
  async function sealTheFiles(sealing: Sealing, { files }: IntakeState, head: string): Promise<boolean> {
    try {
      await sealFiles(sealing, files, head, caseOutbox, (progress) => setState({ status: 'sealing', progress }));
      return false;
    } catch {
      return true;
    }
  }
  return { state, submit };
}
