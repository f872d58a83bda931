import { useSuspenseQuery } from '@apollo/client/react';
import { spellAuditHead } from '@sos/domain';
import { Notice, Section, Stack } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { CopyField } from '../../shared/copy-field.js';
import { useFormatters } from '../../shared/locale.js';
import { AuditChainDocument, type AuditChainQuery } from './audit-screen.generated.js';

/** How far the log reaches, whether it held when it was last read whole, and the head to keep elsewhere. */
export function AuditChain() {
  const { t } = useTranslation('audit');
  const { data } = useSuspenseQuery(AuditChainDocument, { fetchPolicy: 'network-only' });
  const { head, check } = data.auditChain;
  return (
    <Section id="chain" heading={t('chain.heading')} note={t('chain.explain')}>
      <Stack>
        <ChainState check={check} />
        {head === null ? (
          <p>{t('chain.empty')}</p>
        ) : (
          <CopyField
            label={t('chain.head')}
            value={spellAuditHead(head)}
            copyLabel={t('chain.copy')}
            copiedLabel={t('chain.copied')}
          />
        )}
      </Stack>
    </Section>
  );
}

function ChainState({ check }: Pick<AuditChainQuery['auditChain'], 'check'>) {
  const { t } = useTranslation('audit');
  const { dateTime, number } = useFormatters();
  if (check === null) return <Notice title={t('chain.unchecked')} />;
  const date = dateTime(check.at);
  if (check.findings === 0)
    return <Notice tone="success" title={t('chain.holds', { date, sequence: number(check.sequence) })} />;
  return (
    <Notice tone="danger" title={t('chain.brokenTitle')}>
      <p>{t('chain.broken', { count: check.findings, date })}</p>
    </Notice>
  );
}
