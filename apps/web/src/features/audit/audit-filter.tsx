import { AUDIT_GROUPS, AUDIT_SUBJECTS } from '@sos/domain';
import { Button, Row, Select, TextField } from '@sos/ui';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { textOf } from '../../shared/text-of.js';
import { useAuditWords } from './audit-words.js';
import styles from './audit.module.css';

export interface AuditFilter {
  group: string | null;
  actor: string | null;
  subject: string | null;
  from: string | null;
  to: string | null;
}

export const NO_FILTER: AuditFilter = { group: null, actor: null, subject: null, from: null, to: null };

/** Midnight where the reader is, which is where the times they see are told. @param later whole days after it */
export function startOfDay(day: string, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString();
}

function readForm(form: HTMLFormElement): AuditFilter {
  const data = new FormData(form);
  const text = (name: string): string => textOf(data.get(name)).trim();
  return {
    group: text('group') || null,
    actor: text('actor') || null,
    subject: text('subject') || null,
    from: startOfDay(text('from')),
    // The last day is meant with all its hours.
    to: startOfDay(text('to'), 1),
  };
}

export function AuditFilterForm({ onChange }: { onChange: (filter: AuditFilter) => void }) {
  const { t } = useTranslation('audit');
  const words = useAuditWords();

  function handleSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    onChange(readForm(event.currentTarget));
  }

  return (
    <form className={styles['filter']} onSubmit={handleSubmit} onReset={() => onChange(NO_FILTER)}>
      <Select
        name="group"
        label={t('filter.group')}
        placeholder={t('filter.all')}
        options={AUDIT_GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
      />
      <Select
        name="subject"
        label={t('filter.subject')}
        placeholder={t('filter.all')}
        options={AUDIT_SUBJECTS.map((value) => ({ value, label: words.subject(value) }))}
      />
      <TextField
        name="actor"
        label={t('filter.actor')}
        hint={t('filter.actorHint')}
        autoComplete="off"
        maxLength={100}
      />
      <Row>
        <TextField name="from" type="date" label={t('filter.from')} short />
        <TextField name="to" type="date" label={t('filter.to')} short />
      </Row>
      <Row>
        <Button type="submit">{t('filter.apply')}</Button>
        <Button type="reset" variant="quiet">
          {t('filter.clear')}
        </Button>
      </Row>
    </form>
  );
}
