import { RuledList, Section } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { AwaitingItem } from './awaiting-item.js';
import type { AwaitingItem_AwaitingFragment } from './awaiting-item.generated.js';
import styles from './dashboard.module.css';

/** As many as fit beside everything else; the rest is one press away. */
const SHOWN = 3;

interface AwaitingProps {
  awaiting: readonly AwaitingItem_AwaitingFragment[];
}

export function AwaitingSection({ awaiting }: AwaitingProps) {
  const { t } = useTranslation('dashboard');
  const rest = awaiting.slice(SHOWN);
  return (
    <Section id="awaiting" heading={t('awaiting.heading')}>
      {awaiting.length === 0 ? <p>{t('awaiting.none')}</p> : <Items awaiting={awaiting.slice(0, SHOWN)} />}
      {rest.length === 0 ? null : (
        <details className={styles['more']}>
          <summary>{t('awaiting.more', { count: rest.length })}</summary>
          <Items awaiting={rest} />
        </details>
      )}
    </Section>
  );
}

function Items({ awaiting }: AwaitingProps) {
  return (
    <RuledList>
      {awaiting.map((one) => (
        <li key={`${one.campaign.id} ${one.organisation.id}`}>
          <AwaitingItem awaiting={one} />
        </li>
      ))}
    </RuledList>
  );
}
