import { isOneOf, PEOPLE_REFUSALS } from '@sos/domain';
import { Notice } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters } from '../../shared/locale.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import styles from './people.module.css';
import type { ActState } from './use-people-act.js';

export interface ActNoticeProps {
  state: ActState;
  /** What is said when it was done. */
  done: string;
}

/**
 * What became of an act, in words, where it was done. The region is there before its words: what comes together with its role is
 * often not spoken.
 */
export function ActNotice({ state, done }: ActNoticeProps) {
  const place = useCaughtFocus(state);
  const isWrong = state.status === 'refused' || state.status === 'failed';
  return (
    <>
      <div ref={isWrong ? undefined : place} className={styles['outcome']} role="status" tabIndex={-1}>
        <Good state={state} done={done} />
      </div>
      {isWrong ? (
        <div ref={place} tabIndex={-1}>
          <Wrong state={state} />
        </div>
      ) : null}
    </>
  );
}

function Good({ state, done }: ActNoticeProps) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  if (state.status === 'done') return <Notice tone="success" title={done} />;
  if (state.status !== 'proposed') return null;
  return (
    <Notice tone="info" title={t('act.proposed')}>
      {t('act.proposedUntil', { date: format.dateTime(state.expiresAt) })}
    </Notice>
  );
}

function Wrong({ state }: { state: Extract<ActState, { status: 'refused' | 'failed' }> }) {
  const { t } = useTranslation('people');
  const errorWords = useErrorWords();
  if (state.status === 'refused') return <Notice tone="danger" role="alert" title={refusalWords(t, state.code)} />;
  const { title, text } = errorWords(state.code);
  return (
    <Notice tone="danger" role="alert" title={title}>
      {text}
    </Notice>
  );
}

function refusalWords(t: ReturnType<typeof useTranslation<'people'>>['t'], code: string): string {
  return isOneOf(PEOPLE_REFUSALS, code) ? t(`refusal.${code}`) : code;
}
