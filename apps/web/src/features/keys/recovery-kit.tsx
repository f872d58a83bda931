import { Button, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { saveFile } from '../../shared/save-file.js';
import { groupFingerprint } from '../../shared/team/fingerprint.js';
import styles from './keys.module.css';
import { StepHeading } from './step-heading.js';

export interface RecoveryKitProps {
  armored: string;
  fingerprint: string;
  onNext: () => void;
}

/** The locked key to take along. Without it a lost device is a lost key, so nobody goes on before they have it. */
export function RecoveryKit({ armored, fingerprint, onNext }: RecoveryKitProps) {
  const { t } = useTranslation('keys');
  const [taken, setTaken] = useState(false);
  function handleDownload(): void {
    saveFile(new Blob([armored], { type: 'application/pgp-keys' }), 'recovery-kit.asc');
    setTaken(true);
  }
  function handlePrint(): void {
    window.print();
    setTaken(true);
  }
  return (
    <Stack>
      <StepHeading title={t('kit.title')} />
      <p>{t('kit.explain')}</p>
      <Row>
        <Button onClick={handleDownload}>{t('kit.download')}</Button>
        <Button variant="secondary" onClick={handlePrint}>
          {t('kit.print')}
        </Button>
      </Row>
      <Notice tone="warning" title={t('kit.apart')} />
      <Row>
        <Button variant={taken ? 'primary' : 'secondary'} disabled={!taken} onClick={onNext}>
          {t('kit.next')}
        </Button>
      </Row>
      {taken ? null : <p>{t('kit.first')}</p>}
      <section className={styles['sheet']} aria-label={t('kit.sheet')}>
        <h3>{t('kit.sheetTitle')}</h3>
        <p>{t('kit.sheetText')}</p>
        <p>
          <code>{groupFingerprint(fingerprint)}</code>
        </p>
        <pre>{armored}</pre>
      </section>
    </Stack>
  );
}
