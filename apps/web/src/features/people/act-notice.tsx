import { isOneOf, PEOPLE_REFUSALS } from '@sos/domain';
import { Notice } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters } from '../../shared/locale.js';
import type { ActState } from './use-people-act.js';

export interface ActNoticeProps {
  state: ActState;
  /** What is said when it was done. */
  done: string;
}

/** What became of an act, in words, where it was done. */
export function ActNotice({ state, done }: ActNoticeProps) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  const errorWords = useErrorWords();
  switch (state.status) {
    case 'idle':
    case 'busy':
      return null;
    case 'done':
      return <Notice tone="success" role="status" title={done} />;
    case 'proposed':
      return (
        <Notice tone="info" role="status" title={t('act.proposed')}>
          {t('act.proposedUntil', { date: format.dateTime(state.expiresAt) })}
        </Notice>
      );
    case 'refused':
      return <Notice tone="danger" role="alert" title={refusalWords(t, state.code)} />;
    case 'failed': {
      const { title, text } = errorWords(state.code);
      return (
        <Notice tone="danger" role="alert" title={title}>
          {text}
        </Notice>
      );
    }
  }
}

function refusalWords(t: ReturnType<typeof useTranslation<'people'>>['t'], code: string): string {
  return isOneOf(PEOPLE_REFUSALS, code) ? t(`refusal.${code}`) : code;
}
