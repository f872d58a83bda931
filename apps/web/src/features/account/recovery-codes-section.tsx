import { useMutation } from '@apollo/client/react';
import { Button, Notice, Row, Section, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { saveFile } from '../../shared/save-file.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { ActProblem } from './act-problem.js';
import { MakeRecoveryCodesDocument } from './security.generated.js';
import styles from './security.module.css';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

const FEW = 3;

export function RecoveryCodesSection({ left }: { left: number }) {
  const { t } = useTranslation('account');
  const refreshSecurity = useRefreshSecurity();
  const [make] = useMutation(MakeRecoveryCodesDocument);
  const { busy, error, act } = useAct();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const place = useCaughtFocus(codes === null);

  async function handleMake(): Promise<void> {
    await act(async () => {
      const { data } = await make();
      setCodes(data?.makeRecoveryCodes.codes ?? null);
      return null;
    });
  }

  async function handleKept(): Promise<void> {
    setCodes(null);
    await refreshSecurity();
  }

  return (
    <Section heading={t('recovery.title')} id="recovery" note={t('recovery.note')}>
      <Stack>
        <ActProblem error={error} />
        <div ref={place} tabIndex={-1}>
          {codes === null ? (
            <Stack>
              {left === 0 ? (
                <Notice tone="warning" title={t('recovery.noneTitle')}>
                  <p>{t('recovery.noneText')}</p>
                </Notice>
              ) : (
                <p>{t(left < FEW ? 'recovery.few' : 'recovery.left', { count: left })}</p>
              )}
              <div>
                <Button variant={left === 0 ? 'primary' : 'secondary'} busy={busy} onClick={() => void handleMake()}>
                  {left === 0 ? t('recovery.make') : t('recovery.makeNew')}
                </Button>
              </div>
            </Stack>
          ) : (
            <ShownOnce codes={codes} onKept={() => void handleKept()} />
          )}
        </div>
      </Stack>
    </Section>
  );
}

function ShownOnce({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Stack>
      <Notice tone="warning" role="status" title={t('account:recovery.onceTitle')}>
        <p>{t('account:recovery.onceText')}</p>
      </Notice>
      <ol className={styles['codes']} aria-label={t('account:recovery.title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Row>
        <Button onClick={onKept}>{t('account:recovery.kept')}</Button>
        <Button
          variant="secondary"
          onClick={() =>
            saveFile(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }), 'sos-recovery-codes.txt')
          }
        >
          {t('common:actions.download')}
        </Button>
        <Button variant="quiet" onClick={() => globalThis.print()}>
          {t('account:recovery.print')}
        </Button>
      </Row>
    </Stack>
  );
}
