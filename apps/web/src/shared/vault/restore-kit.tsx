import type { UnlockedKey } from '@sos/crypto';
import { FileDrop } from '@sos/ui';
import { Notice, Stack } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useService } from '../service.js';
import { ChoosePassphrase } from './choose-passphrase.js';
import { useVaultWords } from './crypto-words.js';
import { PassphraseForm } from './passphrase-form.js';
import { StorageNotice } from './storage-notice.js';
import type { VaultAccess } from './use-vault.js';

const KIT_MAX_BYTES = 64 * 1024;

interface RestoreKitProps {
  access: VaultAccess;
  fingerprint: string;
  onUnlocked: (() => void) | undefined;
}

/** Two steps: the kit's words open the kit, and this device gets words of its own. */
export function RestoreKit({ access, fingerprint, onUnlocked }: RestoreKitProps) {
  const [opened, setOpened] = useState<UnlockedKey | null>(null);
  if (opened === null)
    return <OpenKit access={access} fingerprint={fingerprint} onOpened={setOpened} onUnlocked={onUnlocked} />;
  return <KeepHere access={access} opened={opened} onUnlocked={onUnlocked} />;
}

interface OpenKitProps extends RestoreKitProps {
  onOpened: (key: UnlockedKey) => void;
}

function OpenKit({ access, fingerprint, onOpened, onUnlocked }: OpenKitProps) {
  const { t } = useTranslation('keys');
  const { contactAddress } = useService();
  const { client, unlocked } = useCrypto();
  const { kit, setKit, fromDemo } = useKit();
  const [foreign, setForeign] = useState(false);
  async function chooseFile([file]: readonly File[]): Promise<void> {
    setForeign(false);
    setKit(file && file.size <= KIT_MAX_BYTES ? await file.text() : null);
  }
  async function open(passphrase: string): Promise<void> {
    if (kit === null) return;
    const key = await client().openKit({ armored: kit, passphrase });
    setForeign(key.fingerprint !== fingerprint);
    if (key.fingerprint !== fingerprint) return client().lock({ key: key.key });
    if (fromDemo) await keepDemo(key, passphrase);
    else onOpened(key);
  }
  /** Nobody types a demo's words twice: there one passphrase serves for both. */
  async function keepDemo(key: UnlockedKey, passphrase: string): Promise<void> {
    await access.keep(await client().createVault({ key: key.key, passphrase }));
    unlocked(key);
    onUnlocked?.();
  }
  return (
    <Stack>
      <p>{t('restore.explain')}</p>
      <StorageNotice />
      {fromDemo ? (
        <Notice title={t('restore.demoTitle')}>
          <p>{t('restore.demoText')}</p>
        </Notice>
      ) : (
        <FileDrop
          label={t('restore.kit')}
          hint={kit === null ? t('restore.kitHint') : t('restore.kitChosen')}
          chooseLabel={t('restore.choose')}
          multiple={false}
          accept=".asc,.txt"
          onFiles={(files) => void chooseFile(files)}
        />
      )}
      {foreign ? <Notice tone="danger" title={t('restore.foreign')} role="alert" /> : null}
      {kit === null ? null : (
        <PassphraseForm
          label={fromDemo ? t('unlock.passphrase') : t('restore.words')}
          hint={fromDemo ? undefined : t('restore.wordsHint')}
          submitLabel={t('restore.open')}
          onPassphrase={open}
        />
      )}
      {fromDemo ? null : <p>{t('restore.lost', { contact: contactAddress })}</p>}
    </Stack>
  );
}

interface KeepHereProps {
  access: VaultAccess;
  opened: UnlockedKey;
  onUnlocked: (() => void) | undefined;
}

function KeepHere({ access, opened, onUnlocked }: KeepHereProps) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client, unlocked } = useCrypto();
  const [problem, setProblem] = useState<string | null>(null);
  async function keep(passphrase: string): Promise<void> {
    setProblem(null);
    try {
      await access.keep(await client().createVault({ key: opened.key, passphrase }));
    } catch (error) {
      setProblem(words(error));
      return;
    }
    unlocked(opened);
    onUnlocked?.();
  }
  return (
    <Stack>
      <p>{t('restore.newWords')}</p>
      {problem === null ? null : <Notice tone="danger" title={problem} role="alert" />}
      <ChoosePassphrase doneLabel={t('restore.keep')} onChosen={keep} />
    </Stack>
  );
}

/** In a demo nobody has a kit file at hand: the server gives the signed-in account its own, locked as it is. */
function useKit() {
  const { demo } = useService();
  const [kit, setKit] = useState<string | null>(null);
  const [fromDemo, setFromDemo] = useState(false);
  useEffect(() => {
    if (!demo) return undefined;
    const stop = new AbortController();
    fetch('/demo/kits/mine', { credentials: 'same-origin', signal: stop.signal })
      .then(async (answer) => (answer.ok ? answer.text() : null))
      .then((text) => {
        if (!text?.includes('PGP PRIVATE KEY')) return;
        setKit(text);
        setFromDemo(true);
      })
      // Without the demo's help the person chooses a file, as everybody else does.
      .catch(() => undefined);
    return () => stop.abort();
  }, [demo]);
  return { kit, setKit, fromDemo };
}
