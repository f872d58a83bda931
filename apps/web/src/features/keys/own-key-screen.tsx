import type { PublicKeyInfo } from '@sos/crypto';
import { Notice, PageHeading, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useViewer } from '../../platform/session.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { OwnTool } from '../../shared/vault/own-tool.js';
import { useVault } from '../../shared/vault/use-vault.js';
import styles from './keys.module.css';
import { OwnKeyCanary } from './own-key-canary.js';
import { OwnKeyChoose } from './own-key-choose.js';
import { OwnKeyDone } from './own-key-done.js';
import { OwnKeySign } from './own-key-sign.js';
import type { EnrolProof } from './use-enrol.js';

type Step =
  | { readonly at: 'choose' }
  | { readonly at: 'sign'; readonly chosen: PublicKeyInfo }
  | { readonly at: 'canary' | 'enrol'; readonly chosen: PublicKeyInfo; readonly proof: EnrolProof };

/** Route: /app/vault/own-key. A key that lives in gpg or on a token: only its public half ever comes here. */
export function OwnKeyScreen() {
  const { t } = useTranslation('keys');
  return (
    <>
      <PageHead title={t('ownKey.title')} />
      <PageHeading title={t('ownKey.title')} lede={t('ownKey.lede')} />
      <div className={styles['body']}>
        <OwnKeyBody />
      </div>
    </>
  );
}

function OwnKeyBody() {
  const { t } = useTranslation('keys');
  const { roles } = useViewer();
  const vault = useVault();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  if (!roles.has('member') && !roles.has('responder')) return <Notice title={t('vault.notNeeded')} />;
  if (vault.state.status === 'checking') return <PageLoading />;
  if (vault.state.status === 'own_tool') return <OwnTool state={vault.state} />;
  if (vault.state.status !== 'none')
    return (
      <Stack>
        <Notice title={t('ownKey.already')} />
        <Link to="/app/vault">{t('ownKey.toVault')}</Link>
      </Stack>
    );
  switch (step.at) {
    case 'choose':
      return <OwnKeyChoose onChosen={(chosen) => setStep({ at: 'sign', chosen })} />;
    case 'sign':
      return <OwnKeySign chosen={step.chosen} onSigned={(proof) => setStep({ ...step, at: 'canary', proof })} />;
    case 'canary':
      return <OwnKeyCanary chosen={step.chosen} onOpened={() => setStep({ ...step, at: 'enrol' })} />;
    case 'enrol':
      return <OwnKeyDone chosen={step.chosen} proof={step.proof} onEnrolled={() => void vault.refresh()} />;
  }
}
