import { useMutation } from '@apollo/client/react';
import { CONTEXT_NOTATION, type PublicKeyInfo } from '@sos/crypto';
import { Button, Notice, Row, Stack, TextArea } from '@sos/ui/plain';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { fromBase64, toBase64 } from '../../platform/keys/base64.js';
import { CopyField } from '../../shared/copy-field.js';
import { useErrorWords } from '../../shared/error-words.js';
import { PageLoading } from '../../shared/page-loading.js';
import { saveFile } from '../../shared/save-file.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { StepHeading } from '../../shared/vault/step-heading.js';
import styles from './keys.module.css';
import { StartKeyProofDocument } from './own-key.generated.js';
import { EnrolProblem } from './register-key.js';
import type { EnrolProof } from './use-enrol.js';

const FILE = 'sos-enrol.json';

interface OwnKeySignProps {
  chosen: PublicKeyInfo;
  onSigned: (proof: EnrolProof) => void;
}

type Started =
  | { readonly status: 'started'; readonly statement: string; readonly seal: string }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: ErrorCode };

/** The server writes what is to be signed, for this account, this key and this hour. */
function useStatement(chosen: PublicKeyInfo): Started | null {
  const [start] = useMutation(StartKeyProofDocument);
  const [started, setStarted] = useState<Started | null>(null);
  useEffect(() => {
    let current = true;
    start({ variables: { input: { bytes: toBase64(chosen.publicKey) } } }).then(
      ({ data }) => {
        if (!current || !data) return;
        const result = data.startKeyProof;
        if (result.__typename === 'KeyProofRequest')
          setStarted({ status: 'started', statement: result.statement, seal: result.seal });
        else setStarted({ status: 'refused', code: result.code });
      },
      (error: unknown) => current && setStarted({ status: 'failed', code: errorCodeOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [start, chosen.publicKey]);
  return started;
}

/** Signed where the key lives: a signature made for anything else does not count here, and this one nowhere else. */
export function OwnKeySign({ chosen, onSigned }: OwnKeySignProps) {
  const errorWords = useErrorWords();
  const started = useStatement(chosen);
  if (started === null) return <PageLoading />;
  if (started.status === 'refused') return <EnrolProblem outcome={started} />;
  if (started.status === 'failed') {
    const { title, text } = errorWords(started.code);
    return (
      <Notice tone="danger" title={title} role="alert">
        <p>{text}</p>
      </Notice>
    );
  }
  return <SignStatement chosen={chosen} started={started} onSigned={onSigned} />;
}

interface SignStatementProps extends OwnKeySignProps {
  started: Extract<Started, { status: 'started' }>;
}

function SignStatement({ chosen, started, onSigned }: SignStatementProps) {
  const { t } = useTranslation('keys');
  const { client } = useCrypto();
  const field = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<'bad' | 'wrong_purpose' | 'unknown_signer' | null>(null);
  const command = `gpg --armor --local-user ${chosen.fingerprint} --sig-notation '!${CONTEXT_NOTATION}=enrol.v1' --output ${FILE}.asc --detach-sign ${FILE}`;
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const signature = field.current?.value.trim() ?? '';
    const bytes = fromBase64(started.statement);
    const verdict = await client().verifyForPurpose({
      bytes,
      signature,
      publicKey: chosen.publicKey,
      purpose: 'enrol.v1',
    });
    setProblem(verdict === 'good' ? null : verdict);
    if (verdict === 'good') onSigned({ statement: started.statement, seal: started.seal, signature });
    else field.current?.focus();
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Stack>
        <StepHeading title={t('ownKey.sign')} />
        <p>
          {t('vault.fingerprint')} <Fingerprint value={chosen.fingerprint} />
        </p>
        <p>{t('ownKey.signText')}</p>
        <figure className={styles['bytes']}>
          <figcaption>{t('ownKey.statement')}</figcaption>
          <pre translate="no">{new TextDecoder().decode(fromBase64(started.statement))}</pre>
        </figure>
        <Row>
          <Button
            variant="secondary"
            onClick={() => saveFile(new Blob([fromBase64(started.statement)], { type: 'application/json' }), FILE)}
          >
            {t('ownKey.saveStatement', { file: FILE })}
          </Button>
        </Row>
        <CopyField
          label={t('ownKey.command')}
          value={command}
          rows={6}
          copyLabel={t('ownKey.copy')}
          copiedLabel={t('ownKey.copied')}
        />
        <p>{t('ownKey.notation')}</p>
        <TextArea
          ref={field}
          label={t('ownKey.signature', { file: `${FILE}.asc` })}
          error={problem === null ? undefined : t(`ownKey.verdict.${problem}`)}
          spellCheck={false}
          rows={8}
        />
        <Row>
          <Button type="submit">{t('ownKey.verify')}</Button>
        </Row>
      </Stack>
    </form>
  );
}
