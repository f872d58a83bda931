import { Button, Notice, PageHeading, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTextIn } from '../../shared/language-texts.js';
import { useService, type LanguageText } from '../../shared/service.js';
import styles from './cases.module.css';
import { Danger } from './new-case-danger.js';

export interface IntakePausedProps {
  text: readonly LanguageText[];
  /** Something was written before: the form stays below, and what is sent waits on the device. */
  begun: boolean;
  onLookAgain: () => Promise<void>;
}

/** Said before anything is typed: what does not work now, and where help is meanwhile. */
export function IntakePaused(props: IntakePausedProps) {
  const { t } = useTranslation('cases');
  if (props.begun) return <Words {...props} />;
  return (
    <>
      <PageHeading title={t('new.title')} />
      <Stack>
        <Words {...props} />
        <Danger />
      </Stack>
    </>
  );
}

function Words({ text, begun, onLookAgain }: IntakePausedProps) {
  const { t } = useTranslation('cases');
  const { contactAddress } = useService();
  const words = useTextIn(text);
  const [looking, setLooking] = useState(false);
  async function handleLook(): Promise<void> {
    setLooking(true);
    await onLookAgain();
    setLooking(false);
  }
  return (
    <Notice tone="warning" title={t('paused.title')} role="status">
      <p>{t(begun ? 'paused.begun' : 'paused.text')}</p>
      {words === null ? null : <p className={styles['as-written']}>{words}</p>}
      <p>
        {t('paused.instead')} <a href={`mailto:${contactAddress}`}>{contactAddress}</a>
      </p>
      <Row>
        <Button variant="secondary" busy={looking} onClick={() => void handleLook()}>
          {t('paused.lookAgain')}
        </Button>
      </Row>
    </Notice>
  );
}
