import { useMutation } from '@apollo/client/react';
import { Button, Dialog, Notice, Row, Stack, useStatus } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ActProblem } from './act-problem.js';
import { RemoveFactorDocument } from './security.generated.js';
import { useAct } from './use-act.js';
import { useRefreshSecurity } from './use-refresh-security.js';

export interface RemoveFactorProps {
  id: string;
  /** What it is called on the screen. */
  name: string;
  /** The last one stays: without it a password alone would open the account. */
  isLast: boolean;
}

export function RemoveFactor({ id, name, isLast }: RemoveFactorProps) {
  const { t } = useTranslation(['account', 'common']);
  const announce = useStatus();
  const refreshSecurity = useRefreshSecurity();
  const [remove] = useMutation(RemoveFactorDocument);
  const { busy, refusal, error, act } = useAct<'last'>();
  const [asking, setAsking] = useState(false);

  async function handleRemove(): Promise<void> {
    const isRemoved = await act(async () => {
      const { data } = await remove({ variables: { id } });
      return data?.removeFactor.__typename === 'LastFactorProblem' ? 'last' : null;
    });
    if (!isRemoved) return;
    setAsking(false);
    announce({ tone: 'success', text: t('account:remove.done', { name }) });
    await refreshSecurity();
  }

  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)} aria-label={t('account:remove.label', { name })}>
        {t('account:remove.button')}
      </Button>
      <Dialog
        isOpen={asking}
        title={t('account:remove.title', { name })}
        onClose={() => setAsking(false)}
        closeLabel={t('common:actions.close')}
      >
        <Stack>
          <ActProblem error={error} />
          {isLast || refusal === 'last' ? (
            <Notice tone="warning" title={t('account:remove.lastTitle')}>
              <p>{t('account:remove.lastText')}</p>
            </Notice>
          ) : (
            <p>{t('account:remove.text')}</p>
          )}
          <Row>
            {isLast ? null : (
              <Button variant="danger" busy={busy} onClick={() => void handleRemove()}>
                {t('account:remove.confirm')}
              </Button>
            )}
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('common:actions.cancel')}
            </Button>
          </Row>
        </Stack>
      </Dialog>
    </>
  );
}
