import { useMutation } from '@apollo/client/react';
import { Button, Notice, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters } from '../../shared/locale.js';
import { saveFile } from '../../shared/save-file.js';
import type { AuditFilter } from './audit-filter.js';
import { ExportAuditDocument, type ExportAuditMutation } from './audit-screen.generated.js';

type Answer = ExportAuditMutation['exportAudit'];
type Problem = { title: string; text: string };

/** Nothing is left out in silence: what does not fit into one file is refused. */
export function AuditExport({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation('audit');
  const { number } = useFormatters();
  const errorWords = useErrorWords();
  const [exportAudit, { loading }] = useMutation(ExportAuditDocument);
  const [problem, setProblem] = useState<Problem | null>(null);

  function show(answer: Answer | undefined): void {
    if (answer?.__typename === 'AuditExport')
      saveFile(new Blob([answer.csv], { type: 'text/csv;charset=utf-8' }), 'audit.csv');
    if (answer?.__typename === 'AuditExportTooLargeProblem') {
      const counts = { rows: number(answer.rows), most: number(answer.most) };
      setProblem({ title: t('export.tooLargeTitle'), text: t('export.tooLarge', counts) });
    }
  }

  async function handleExport(): Promise<void> {
    setProblem(null);
    try {
      show((await exportAudit({ variables: { filter } })).data?.exportAudit);
    } catch (error) {
      setProblem(errorWords(error instanceof Error ? error : 'UNKNOWN'));
    }
  }

  return (
    <Stack gap="small">
      {problem === null ? null : (
        <Notice tone="warning" role="alert" title={problem.title}>
          <p>{problem.text}</p>
        </Notice>
      )}
      <Button variant="secondary" busy={loading} onClick={() => void handleExport()}>
        {loading ? t('export.busy') : t('export.button')}
      </Button>
      <p>{t('export.hint')}</p>
    </Stack>
  );
}
