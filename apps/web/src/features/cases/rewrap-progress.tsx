import { ProgressBar } from '@sos/ui';
import { Button, Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import type { LetInProgress } from './let-in.js';

interface RewrapProgressProps {
  title: string;
  progress: LetInProgress;
  onStop: () => void;
}

/** Entry after entry is given to another key: how far it is, and a way to stop. */
export function RewrapProgress({ title, progress: { done, total }, onStop }: RewrapProgressProps) {
  const { t } = useTranslation('cases');
  return (
    <Notice title={title}>
      <ProgressBar
        label={title}
        fraction={total === 0 ? undefined : done / total}
        valueText={total === 0 ? undefined : t('letIn.progress', { done, total })}
      >
        <Button variant="secondary" onClick={onStop}>
          {t('letIn.stop')}
        </Button>
      </ProgressBar>
    </Notice>
  );
}
