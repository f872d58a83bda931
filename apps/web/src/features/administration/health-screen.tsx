import { useQuery } from '@apollo/client/react';
import { HEALTH_CODES, isOneOf } from '@sos/domain';
import { Button, Notice, PageHeading, Row, RuledList, Section, Tag } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { BackToAdministration } from './back-to-administration.js';
import { HealthDatabase, HealthProcesses, HealthQueues, HealthRoster, HealthStorage } from './health-figures.js';
import { HealthErrors } from './health-errors.js';
import { HealthMail } from './health-mail.js';
import type { HealthFigures } from './health-figures.types.js';
import { HealthDocument } from './health.generated.js';

/** Route: /app/admin/health. First what it means, then the figures it was judged by. */
export function HealthScreen() {
  const { t } = useTranslation('administration');
  const { data, error, loading, refetch } = useQuery(HealthDocument, { fetchPolicy: 'network-only' });
  const handleRefresh = (): void => void refetch().catch(() => undefined);
  return (
    <>
      <PageHead title={t('section.health.title')} />
      <BackToAdministration />
      <PageHeading title={t('section.health.title')} lede={t('health.lede')}>
        <Row>
          <Button variant="secondary" busy={loading && data !== undefined} onClick={handleRefresh}>
            {t('health.refresh')}
          </Button>
        </Row>
      </PageHeading>
      {/* Also above figures that are there: they are of before then. */}
      {error ? <ErrorNotice error={error} onRetry={handleRefresh} /> : null}
      {data ? <Figures health={data.health} onChanged={handleRefresh} /> : null}
      {data === undefined && !error ? <PageLoading /> : null}
    </>
  );
}

function Figures({ health, onChanged }: { health: HealthFigures; onChanged: () => void }) {
  return (
    <>
      <Verdict health={health} />
      <HealthDatabase health={health} />
      <HealthProcesses health={health} />
      <HealthQueues health={health} />
      <HealthMail mail={health.mail} onRetried={onChanged} />
      <HealthRoster health={health} />
      <HealthStorage health={health} />
      <HealthErrors errors={health.errors} />
    </>
  );
}

function Verdict({ health: { findings, at } }: { health: HealthFigures }) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section
      id="health-verdict"
      heading={t('health.now')}
      note={format.dateTime(at)}
      urgent={findings.some(({ state }) => state === 'act')}
    >
      {findings.length === 0 ? (
        <Notice tone="success" title={t('health.allGood')} />
      ) : (
        <RuledList>
          {findings.map(({ code, state }) => (
            <li key={code}>
              <Tag tone={state === 'act' ? 'danger' : 'warning'}>
                {t(state === 'act' ? 'health.act' : 'health.look')}
              </Tag>
              {/* A finding of a newer server is still one: its code alone is better than “all is well”. */}
              <p>{isOneOf(HEALTH_CODES, code) ? t(`health.finding.${code}`) : <code>{code}</code>}</p>
            </li>
          ))}
        </RuledList>
      )}
    </Section>
  );
}
