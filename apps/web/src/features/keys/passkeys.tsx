import type { VaultPasskey } from '@sos/crypto';
import { Button, Notice, Row, RuledList, Stack, VisuallyHidden } from '@sos/ui/plain';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { VaultChangedError } from '../../platform/keys/key-database.js';
import { makePasskey, type MadePasskey } from '../../platform/keys/passkey.js';
import { useFormatters } from '../../shared/locale.js';
import { useVaultWords } from '../../shared/vault/crypto-words.js';
import { PassphraseForm } from '../../shared/vault/passphrase-form.js';
import { usePasskeySupport } from '../../shared/vault/passkey-unlock.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import type { TaskProps } from './vault-task.types.js';

const MOST = 2;

/** Passkeys that open the vault: a way in beside the passphrase, never instead of it. */
export function Passkeys({ access, onDone, onCancel }: TaskProps) {
  const { t } = useTranslation('keys');
  const { key } = useCrypto();
  const supported = usePasskeySupport();
  const [task, setTask] = useState<'add' | VaultPasskey | null>(null);
  const passkeys = key?.passkeys ?? [];
  if (task === 'add') return <AddPasskey access={access} onDone={onDone} onCancel={() => setTask(null)} />;
  if (task !== null)
    return <RemovePasskey access={access} passkey={task} onDone={onDone} onCancel={() => setTask(null)} />;
  return (
    <Stack>
      <StepHeading title={t('passkey.title')} />
      <p>{t('passkey.explain')}</p>
      <Notice tone="warning" title={t('passkey.compelled')}>
        <p>{t('passkey.compelledText')}</p>
      </Notice>
      {passkeys.length === 0 ? null : <PasskeyList passkeys={passkeys} onRemove={setTask} />}
      {supported === false ? <Notice title={t('passkey.problem.unsupported')} /> : null}
      <Row>
        {supported === true && passkeys.length < MOST ? (
          <Button onClick={() => setTask('add')}>{t('passkey.add')}</Button>
        ) : null}
        <Button variant="quiet" onClick={onCancel}>
          {t('task.back')}
        </Button>
      </Row>
    </Stack>
  );
}

interface PasskeyListProps {
  passkeys: readonly VaultPasskey[];
  onRemove: (passkey: VaultPasskey) => void;
}

function PasskeyList({ passkeys, onRemove }: PasskeyListProps) {
  const { t } = useTranslation('keys');
  const { dateTime } = useFormatters();
  return (
    <RuledList>
      {passkeys.map((passkey) => (
        <li key={passkey.slot}>
          <span>{t('passkey.added', { date: dateTime(passkey.addedAt) })}</span>
          <Button variant="secondary" onClick={() => onRemove(passkey)}>
            {t('passkey.remove')}
            <VisuallyHidden> {dateTime(passkey.addedAt)}</VisuallyHidden>
          </Button>
        </li>
      ))}
    </RuledList>
  );
}

/** The passkey first, for browsers ask only right after a press; then the passphrase, which lets it in. */
function AddPasskey({ access, onDone, onCancel }: TaskProps) {
  const { t } = useTranslation('keys');
  const words = useVaultWords();
  const { client, key, unlocked } = useCrypto();
  const made = useRef<MadePasskey>(undefined);
  const [step, setStep] = useState<'make' | 'passphrase'>('make');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => () => void made.current?.output.fill(0), []);
  async function make(): Promise<void> {
    setProblem(null);
    try {
      made.current = await makePasskey(t('passkey.label'));
      setStep('passphrase');
    } catch (error) {
      setProblem(words(error));
    }
  }
  async function add(passphrase: string): Promise<void> {
    const before = await access.latest();
    if (before === undefined || made.current === undefined) throw new VaultChangedError();
    const { credentialId, salt, output } = made.current;
    // Copies are handed to the worker: after wrong words the passkey need not be made again.
    const given = { credentialId: credentialId.slice(), salt: salt.slice(), output: output.slice() };
    const { vault, passkeys } = await client().addPasskey({ vault: before, passphrase, ...given });
    await access.replace(before, vault);
    if (key !== null) unlocked({ ...key, passkeys });
    onDone(t('passkey.done'));
  }
  const cancel = (
    <Button variant="quiet" onClick={onCancel}>
      {t('task.cancel')}
    </Button>
  );
  if (step === 'passphrase')
    return (
      <Stack>
        <StepHeading title={t('passkey.second')} />
        <PassphraseForm label={t('change.present')} submitLabel={t('passkey.let')} onPassphrase={add}>
          {cancel}
        </PassphraseForm>
      </Stack>
    );
  return (
    <Stack>
      <StepHeading title={t('passkey.first')} />
      <p>{t('passkey.firstText')}</p>
      {problem === null ? null : <Notice tone="warning" title={problem} role="alert" />}
      <Row>
        <Button onClick={() => void make()}>{t('passkey.make')}</Button>
        {cancel}
      </Row>
    </Stack>
  );
}

interface RemovePasskeyProps extends TaskProps {
  passkey: VaultPasskey;
}

function RemovePasskey({ access, passkey, onDone, onCancel }: RemovePasskeyProps) {
  const { t } = useTranslation('keys');
  const { client, key, unlocked } = useCrypto();
  async function remove(passphrase: string): Promise<void> {
    const before = await access.latest();
    if (before === undefined) throw new VaultChangedError();
    const { vault, passkeys } = await client().removePasskeys({ vault: before, passphrase, slot: passkey.slot });
    await access.replace(before, vault);
    if (key !== null) unlocked({ ...key, passkeys });
    onDone(t('passkey.removed'));
  }
  return (
    <Stack>
      <StepHeading title={t('passkey.removeTitle')} />
      <p>{t('passkey.removeText')}</p>
      <PassphraseForm label={t('change.present')} submitLabel={t('passkey.remove')} onPassphrase={remove}>
        <Button variant="quiet" onClick={onCancel}>
          {t('task.cancel')}
        </Button>
      </PassphraseForm>
    </Stack>
  );
}
