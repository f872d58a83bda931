import { Button, Notice, Stack } from '@sos/ui/plain';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useMayKeepCopy } from '../../shared/vault/use-vault-copy.js';
import type { VaultAccess } from '../../shared/vault/use-vault.js';
import { ChangePassphrase } from './change-passphrase.js';
import { CopyTask } from './copy-task.js';
import styles from './keys.module.css';
import { Passkeys } from './passkeys.js';
import { RecoveryKit } from './recovery-kit.js';
import { ReplaceKey } from './replace-key.js';
import type { TaskProps } from './vault-task.types.js';

type Task = 'passphrase' | 'kit' | 'passkeys' | 'copy' | 'replace';

/** What can be done with an open vault, one thing at a time. */
export function VaultTasks({ access, children }: { access: VaultAccess; children: ReactNode }) {
  const { t } = useTranslation('keys');
  const { key } = useCrypto();
  const mayKeepCopy = useMayKeepCopy();
  const [task, setTask] = useState<Task | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const place = useCaughtFocus(task);
  if (key === null) return null;
  const props: TaskProps = {
    access,
    onDone: (message) => {
      setTask(null);
      setDone(message);
    },
    onCancel: () => setTask(null),
  };
  if (task === 'passphrase') return <ChangePassphrase {...props} />;
  if (task === 'replace') return <ReplaceKey {...props} />;
  if (task === 'passkeys') return <Passkeys {...props} />;
  if (task === 'copy') return <CopyTask {...props} />;
  if (task === 'kit')
    return (
      <RecoveryKit
        unlocked={key}
        doneLabel={t('kit.finish')}
        onDone={() => props.onDone(t('kit.done'))}
        onCancel={props.onCancel}
      />
    );
  function start(next: Task): void {
    setDone(null);
    setTask(next);
  }
  return (
    <div ref={place} tabIndex={-1}>
      <Stack>
        {done === null ? null : <Notice tone="success" title={done} role="status" />}
        {children}
        <div className={styles['tasks']}>
          <TaskOffer title={t('task.passphrase')} text={t('task.passphraseText')} onStart={() => start('passphrase')} />
          <TaskOffer title={t('task.kit')} text={t('task.kitText')} onStart={() => start('kit')} />
          <TaskOffer title={t('task.passkeys')} text={t('task.passkeysText')} onStart={() => start('passkeys')} />
          <TaskOffer title={t('task.replace')} text={t('task.replaceText')} onStart={() => start('replace')} />
          {mayKeepCopy ? (
            <TaskOffer title={t('task.copy')} text={t('task.copyText')} onStart={() => start('copy')} />
          ) : null}
        </div>
      </Stack>
    </div>
  );
}

interface TaskOfferProps {
  title: string;
  text: string;
  onStart: () => void;
}

function TaskOffer({ title, text, onStart }: TaskOfferProps) {
  return (
    <div>
      <p>{text}</p>
      <Button variant="secondary" onClick={onStart}>
        {title}
      </Button>
    </div>
  );
}
