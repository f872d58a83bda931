import { DefinitionList, Notice, Section } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { readLogEvidence, type LogEvidence } from '../../platform/keys/key-database.js';
import { CopyField } from '../../shared/copy-field.js';
import { useFormatters } from '../../shared/locale.js';
import type { TeamInLog } from '../../shared/team/verify-team.js';

/** The public log as this browser found it, and what it kept when the server contradicted itself. */
export function TeamLog({ log }: { log: TeamInLog | null }) {
  const { t } = useTranslation('team');
  const evidence = useEvidence();
  if (!log && !evidence) return null;
  return (
    <Section heading={t('log.heading')} note={t('log.note')} id="log">
      {log ? <Found log={log} /> : null}
      {evidence ? <Evidence evidence={evidence} /> : null}
    </Section>
  );
}

function useEvidence(): LogEvidence | null {
  const [evidence, setEvidence] = useState<LogEvidence | null>(null);
  useEffect(() => {
    let current = true;
    void readLogEvidence().then(
      (kept) => current && kept && setEvidence(kept),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return evidence;
}

function Found({ log: { state, roster } }: { log: TeamInLog }) {
  const { t } = useTranslation('team');
  const holds = state.status === 'holds' ? state : null;
  const items = [
    { term: t('log.found'), description: holds ? t('log.holds', { count: holds.size }) : t(`log.${state.status}`) },
    { term: t('log.list'), description: t(`log.roster.${roster}`) },
    { term: t('log.key'), description: t(holds?.isPinned === false ? 'log.firstSeen' : 'log.pinned') },
    ...(holds && holds.witness !== null ? [{ term: t('log.witness'), description: holds.witness }] : []),
  ];
  return <DefinitionList items={items} />;
}

function Evidence({ evidence }: { evidence: LogEvidence }) {
  const { t } = useTranslation('team');
  const { date } = useFormatters();
  return (
    <Notice tone="danger" title={t('log.evidence.title', { date: date(evidence.at) })}>
      <p>{t('log.evidence.text')}</p>
      <CopyField
        label={t('log.evidence.label')}
        value={`${evidence.seen}\n${evidence.served}`}
        copyLabel={t('log.evidence.copy')}
        copiedLabel={t('log.evidence.copied')}
        rows={8}
      />
    </Notice>
  );
}
