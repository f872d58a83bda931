import { useMutation } from '@apollo/client/react';
import { CryptoError, type CryptoErrorCode } from '@sos/crypto';
import { toSignedBytes, type KeyRef } from '@sos/domain';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { toBase64 } from '../../platform/keys/base64.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { SuspendKeyDocument } from './team-screen.generated.js';

export type SuspendOutcome =
  | { readonly status: 'effective' | 'requested' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: ErrorCode }
  | { readonly status: 'not_signed'; readonly code: CryptoErrorCode };

/** What is signed: one key, out of this very list, from now on. */
export function suspensionOf(team: VerifiedTeam, { fingerprint, keySha256 }: KeyRef, now: Date): Uint8Array {
  return toSignedBytes({
    ctx: 'suspend.v1',
    rosterVersion: team.version,
    rosterSha256: team.sha256,
    fingerprint,
    keySha256,
    at: now.toISOString(),
  });
}

/** Signs a suspension with the unlocked key and hands it in. */
export function useSuspend(): (bytes: Uint8Array) => Promise<SuspendOutcome> {
  const { client, key } = useCrypto();
  const [send] = useMutation(SuspendKeyDocument);
  return async (bytes) => {
    if (key === null) return { status: 'not_signed', code: 'KEY_LOCKED' };
    try {
      const signature = await client().signForPurpose({ key: key.key, bytes, purpose: 'suspend.v1' });
      const { data } = await send({ variables: { input: { bytes: toBase64(bytes), signature } } });
      const result = data?.suspendKey;
      if (result?.__typename === 'SuspendKeySuccess') return { status: result.effective ? 'effective' : 'requested' };
      if (result?.__typename === 'StatementRefusedProblem') return { status: 'refused', code: result.code };
      return { status: 'failed', code: 'UNKNOWN' };
    } catch (error) {
      if (error instanceof CryptoError) return { status: 'not_signed', code: error.code };
      return { status: 'failed', code: errorCodeOf(error) };
    }
  };
}
