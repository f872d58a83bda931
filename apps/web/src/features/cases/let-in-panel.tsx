import { Button, Notice, Row } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useFormatters } from '../../shared/locale.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useTeam } from '../../shared/team/use-team.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useCryptoWords } from '../../shared/vault/crypto-words.js';
import type { LetInProgress } from './let-in.js';
import { RewrapProgress } from './rewrap-progress.js';
import { useLetIn, type LetIn, type LetInState } from './use-let-in.js';

/** On the inbox: a newcomer without the earlier cases is a colleague who cannot help. Nothing where nobody lacks anything. */
export function LetInPanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('cases');
  const work = useLetIn(onDone);
  const { missing, state } = work;
  const place = useCaughtFocus(state.status);
  return (
    <div ref={place} tabIndex={-1}>
      {state.status === 'working' ? (
        <RewrapProgress title={t('letIn.working')} progress={state.progress} onStop={work.stop} />
      ) : (
        <Outcome work={work} />
      )}
      {state.status !== 'working' && missing && missing.total > leftAside(state) ? (
        <Offer work={work} missing={missing} />
      ) : null}
    </div>
  );
}

/** Still on the server's list, and rightly: what did not pass the checks is not offered again at once. */
function leftAside(state: LetInState): number {
  return state.status === 'finished' ? state.progress.refused.length : 0;
}

function Offer({ work, missing }: { work: LetIn; missing: NonNullable<LetIn['missing']> }) {
  const { t } = useTranslation('cases');
  const { key } = useCrypto();
  const names = useNewcomers(missing);
  const failed = missing.entries.filter((entry) => entry.failed.length > 0).length;
  return (
    <Notice tone="warning" title={t('letIn.title', { count: missing.total })}>
      {names === '' ? null : <p>{t('letIn.why', { names })}</p>}
      {failed === 0 ? null : <p>{t('letIn.failed', { count: failed })}</p>}
      <p>{t('letIn.how')}</p>
      {names === '' ? null : <p>{t('letIn.leaving')}</p>}
      {key === null ? (
        <p>
          {t('letIn.locked')} <Link to="/app/vault">{t('letIn.unlock')}</Link>
        </p>
      ) : (
        <Row>
          <Button onClick={() => work.start(key)}>{t('letIn.start')}</Button>
        </Row>
      )}
    </Notice>
  );
}

/** By the verified list: a fingerprint that only the server names gets no name here, and no grant either. */
function useNewcomers({ entries }: NonNullable<LetIn['missing']>): string {
  const { state } = useTeam();
  const { list } = useFormatters();
  if (state.status !== 'verified') return '';
  const lacking = new Set(entries.flatMap((entry) => entry.lacking.filter((one) => !entry.failed.includes(one))));
  const newcomers = state.team.holders.filter(({ fingerprint }) => lacking.has(fingerprint));
  return list(newcomers.map(({ fingerprint }) => state.team.names.get(fingerprint) ?? fingerprint));
}

function Outcome({ work }: { work: LetIn }) {
  const words = useCryptoWords();
  const { key } = useCrypto();
  const { state } = work;
  const start = (): void => {
    if (key !== null) work.start(key);
  };
  switch (state.status) {
    case 'idle':
    case 'working':
      return null;
    case 'team':
      return <TeamProblem verdict={state.verdict} onRetry={start} />;
    case 'failed':
      return <Notice tone="danger" title={words(state.code)} role="alert" />;
    case 'finished':
    case 'stopped':
    case 'offline':
      return <Account status={state.status} progress={state.progress} />;
  }
}

function Account({ status, progress }: { status: 'finished' | 'stopped' | 'offline'; progress: LetInProgress }) {
  const { t } = useTranslation('cases');
  const { done, refused } = progress;
  return (
    <>
      <Notice
        tone={status === 'finished' ? 'success' : 'warning'}
        title={t('letIn.done', { count: done - refused.length })}
        role="status"
      >
        {status === 'finished' ? null : <p>{t(`letIn.${status}`)}</p>}
      </Notice>
      {refused.length === 0 ? null : (
        <Notice tone="warning" title={t('letIn.refused', { count: refused.length })} role="alert">
          <p>{t('letIn.refusedText')}</p>
        </Notice>
      )}
    </>
  );
}
