import { Button, Notice, Row, Stack, TextField } from '@sos/ui/plain';
import type { Vault } from '@sos/crypto';
import { FileDrop } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { ErrorNotice } from '../error-boundary.js';
import { PageLoading } from '../page-loading.js';
import { useService } from '../service.js';
import { cryptoCodeOf, useCryptoWords } from './crypto-words.js';
import { useVault, type VaultAccess } from './use-vault.js';

export interface UnlockPanelProps {
  onUnlocked?: () => void;
}

const KIT_MAX_BYTES = 64 * 1024;

/** Opens the viewer's key with the passphrase, from the vault on this device or from the recovery kit. */
export function UnlockPanel({ onUnlocked }: UnlockPanelProps) {
  const { t } = useTranslation('keys');
  const vault = useVault();
  switch (vault.state.status) {
    case 'checking':
      return <PageLoading />;
    case 'failed':
      return <ErrorNotice error={vault.state.error} onRetry={() => void vault.refresh()} />;
    case 'none':
    case 'unregistered':
      return (
        <Notice tone="warning" title={t('unlock.noKey')}>
          <Link to="/app/vault">{t('unlock.makeKey')}</Link>
        </Notice>
      );
    case 'here':
      return <UnlockHere vault={vault.state.vault} onUnlocked={onUnlocked} />;
    case 'elsewhere':
      return <RestoreKit access={vault} fingerprint={vault.state.fingerprint} onUnlocked={onUnlocked} />;
  }
}

function UnlockHere({ vault, onUnlocked }: { vault: Vault; onUnlocked: (() => void) | undefined }) {
  const { t } = useTranslation('keys');
  const { client, unlocked } = useCrypto();
  async function open(passphrase: string): Promise<void> {
    unlocked(await client().openVault({ vault, passphrase }));
    onUnlocked?.();
  }
  return <PassphraseForm label={t('unlock.passphrase')} submitLabel={t('unlock.open')} onPassphrase={open} />;
}

interface RestoreKitProps {
  access: VaultAccess;
  fingerprint: string;
  onUnlocked: (() => void) | undefined;
}

function RestoreKit({ access, fingerprint, onUnlocked }: RestoreKitProps) {
  const { t } = useTranslation('keys');
  const { client, unlocked } = useCrypto();
  const { kit, setKit, fromDemo } = useKit();
  const [foreign, setForeign] = useState(false);
  async function chooseFile([file]: readonly File[]): Promise<void> {
    setForeign(false);
    setKit(file && file.size <= KIT_MAX_BYTES ? await file.text() : null);
  }
  async function restore(passphrase: string): Promise<void> {
    if (kit === null) return;
    const restored = await client().restoreFromKit({
      armored: kit,
      kitPassphrase: passphrase,
      vaultPassphrase: passphrase,
    });
    const { vault, ...key } = restored;
    setForeign(key.fingerprint !== fingerprint);
    if (key.fingerprint !== fingerprint) return client().lock({ key: key.key });
    unlocked(key);
    await access.keep(vault);
    onUnlocked?.();
  }
  return (
    <Stack>
      <p>{t('restore.explain')}</p>
      {fromDemo ? (
        <Notice title={t('restore.demoTitle')}>
          <p>{t('restore.demoText')}</p>
        </Notice>
      ) : null}
      {fromDemo ? null : (
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
        <PassphraseForm label={t('unlock.passphrase')} submitLabel={t('restore.open')} onPassphrase={restore} />
      )}
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

interface PassphraseFormProps {
  label: string;
  submitLabel: string;
  onPassphrase: (passphrase: string) => Promise<void>;
}

function PassphraseForm({ label, submitLabel, onPassphrase }: PassphraseFormProps) {
  const { t } = useTranslation('keys');
  const words = useCryptoWords();
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const passphrase = field.current?.value ?? '';
    if (busy || passphrase.trim() === '') return;
    setBusy(true);
    setProblem(null);
    try {
      await onPassphrase(passphrase);
    } catch (error) {
      setProblem(words(cryptoCodeOf(error)));
      field.current?.focus();
    }
    setBusy(false);
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Stack>
        <TextField
          ref={field}
          label={label}
          hint={t('unlock.hint')}
          error={problem}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Row>
          <Button type="submit" busy={busy}>
            {busy ? t('unlock.opening') : submitLabel}
          </Button>
          <Button variant="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? t('unlock.hide') : t('unlock.show')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
