import { Section, Table, VisuallyHidden } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import type { HealthFigures } from './health-figures.types.js';

/** Under the id that a person may have been shown: find it in the log. */
export function HealthErrors({ errors }: { errors: HealthFigures['errors'] }) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-errors" heading={t('health.errors')} note={t('health.errorsNote')}>
      <Table
        stacks
        caption={<VisuallyHidden>{t('health.errors')}</VisuallyHidden>}
        rows={errors}
        rowKey={({ id }) => id}
        empty={<p>{t('health.none')}</p>}
        columns={[
          { key: 'id', header: t('health.id'), cell: ({ id }) => <code>{id}</code>, rowHeader: true },
          { key: 'at', header: t('health.at'), cell: ({ at }) => format.dateTime(at) },
          { key: 'event', header: t('health.event'), cell: ({ event }) => <code>{event}</code> },
          { key: 'class', header: t('health.errorClass'), cell: ({ errorClass }) => <code>{errorClass}</code> },
        ]}
      />
    </Section>
  );
}
