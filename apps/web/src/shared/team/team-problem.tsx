import { Button, Notice, Row } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../error-boundary.js';
import { useLanguage } from '../locale.js';
import { useService } from '../service.js';
import { sitePath } from '../site-path.js';
import type { TeamVerdict } from './verify-team.js';

export interface TeamProblemProps {
  verdict: Exclude<TeamVerdict, { status: 'verified' }>;
  onRetry: () => void;
}

/** Why nothing is encrypted now, and where else to turn. There is no way to go on all the same. */
export function TeamProblem({ verdict, onRetry }: TeamProblemProps) {
  const { t } = useTranslation('keys');
  const { siteOrigin, contactAddress } = useService();
  const language = useLanguage();
  if (verdict.status === 'unreachable') return <ErrorNotice error={verdict.error} onRetry={onRetry} />;
  return (
    <Notice tone="danger" title={t('team.refused')} role="alert">
      <p>{t(`team.problem.${verdict.problem}`)}</p>
      {verdict.deviceClock ? <p>{t('team.deviceClock')}</p> : null}
      <p>{t('team.refusedWhy')}</p>
      <p>
        {t('team.otherWays')} <a href={`${siteOrigin}${sitePath(language, '/help-now')}`}>{t('team.helpNow')}</a>
        {' · '}
        <a href={`mailto:${contactAddress}`}>{contactAddress}</a>
      </p>
      <Row>
        <Button variant="secondary" onClick={onRetry}>
          {t('team.checkAgain')}
        </Button>
      </Row>
    </Notice>
  );
}
