import { useMutation } from '@apollo/client/react';
import type { UnlockedKey, Vault } from '@sos/crypto';
import { toSignedBytes, type Succession } from '@sos/domain';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { toBase64 } from '../../platform/keys/base64.js';
import { bringForward, keepOtherVault } from '../../platform/keys/key-database.js';
import { useViewer } from '../../platform/session.js';
import { ReplaceKeyDocument } from './replace-key.generated.js';

export type ReplaceOutcome =
  | { readonly status: 'replaced' | 'waits' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: ErrorCode }
  | { readonly status: 'not_signed'; readonly error: unknown };

interface Signed {
  readonly statement: string;
  readonly oldSignature: string;
  readonly newSignature: string;
}

/** Signs the succession with both keys and hands it in. The new vault is kept first: a key nobody can open would lose every case. */
export function useReplaceKey(): (next: UnlockedKey, vault: Vault) => Promise<ReplaceOutcome> {
  const { client, key, unlocked } = useCrypto();
  const { id: accountId } = useViewer();
  const [send] = useMutation(ReplaceKeyDocument);

  async function sign(from: UnlockedKey, to: UnlockedKey): Promise<Signed> {
    const [one, other] = [from, to].map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 }));
    if (!one || !other) throw new TypeError('two keys');
    const at = new Date().toISOString();
    const said: Succession = { ctx: 'succession.v1', accountId, from: one, to: other, at };
    const bytes = toSignedBytes(said);
    const by = (signer: UnlockedKey): Promise<string> =>
      client().signForPurpose({ key: signer.key, bytes, purpose: 'succession.v1' });
    return { statement: toBase64(bytes), oldSignature: await by(from), newSignature: await by(to) };
  }

  return async (next, vault) => {
    if (key === null) return { status: 'failed', code: 'UNKNOWN' };
    let signed: Signed;
    try {
      await keepOtherVault(accountId, vault);
      signed = await sign(key, next);
    } catch (error) {
      return { status: 'not_signed', error };
    }
    try {
      const input = { newKey: toBase64(next.publicKey), ...signed };
      const { data } = await send({ variables: { input } });
      const result = data?.replaceKey;
      if (result?.__typename === 'KeyRefusedProblem') return { status: 'refused', code: result.code };
      if (!result) return { status: 'failed', code: 'UNKNOWN' };
      if (result.waits) return { status: 'waits' };
      await bringForward(accountId, next.fingerprint);
      unlocked({ ...next, passkeys: [] });
      return { status: 'replaced' };
    } catch (error) {
      return { status: 'failed', code: errorCodeOf(error) };
    }
  };
}
