import { useApolloClient, useMutation } from '@apollo/client/react';
import { CryptoError, type CryptoErrorCode, type UnlockedKey, type VouchVerdict } from '@sos/crypto';
import { toSignedBytes } from '@sos/domain';
import { useCallback, useEffect, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { fromBase64, toBase64 } from '../../platform/keys/base64.js';
import { useTeam } from '../../shared/team/use-team.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { MemberKeyDocument, VouchForKeyDocument, type MemberKeyQuery } from './member-key.generated.js';

export interface MemberKeyState {
  readonly owner: MemberKeyQuery['memberKey'];
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly verdict: VouchVerdict;
  readonly team: VerifiedTeam;
}

export type VouchProblem =
  { readonly refused: string } | { readonly failed: ErrorCode } | { readonly notSigned: CryptoErrorCode };

/**
 * Whose key opened this case. The key is the one the signed report carried; whose the server says it is, is shown as its claim, and
 * only the statements of responders, verified here, make more of it.
 */
export function useMemberKey(memberKey: Uint8Array) {
  const apollo = useApolloClient();
  const { client } = useCrypto();
  const { state: team } = useTeam();
  const [state, setState] = useState<MemberKeyState | null>(null);
  const verified = team.status === 'verified' ? team.team : null;
  const look = useCallback(async (): Promise<MemberKeyState | null> => {
    const checked = await client().checkPublicKey({ key: memberKey });
    if (!checked.ok || verified === null) return null;
    const { fingerprint, keySha256 } = checked;
    const { data } = await apollo.query({
      query: MemberKeyDocument,
      variables: { fingerprint },
      fetchPolicy: 'network-only',
    });
    const owner = data?.memberKey;
    if (!owner) return null;
    const statements = owner.statements.map(({ bytes, signatures }) => ({
      bytes: fromBase64(bytes),
      signatures: signatures.map(({ armored }) => armored),
    }));
    const request = { roster: verified.ref, statements, key: memberKey, ...personOf(owner) };
    const verdict = await client().judgeMemberKey(request);
    return { owner, fingerprint, keySha256, verdict, team: verified };
  }, [apollo, client, memberKey, verified]);
  useEffect(() => {
    let current = true;
    // Without an answer nothing is claimed: the panel stays away, and the case is as readable as before.
    void look()
      .then((found) => current && setState(found))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [look]);
  const refresh = useCallback(async () => setState(await look()), [look]);
  return { state, refresh };
}

/** In the words on the screen, which is what a responder compares. */
function personOf({ accountId, displayName, organisation, organisationName }: MemberKeyQuery['memberKey']) {
  return { accountId, name: displayName, organisation, organisationName };
}

/** The second responder signs the very bytes of the first; otherwise a new statement begins. */
function statementOf({ owner, fingerprint, keySha256, verdict }: MemberKeyState, now: Date): Uint8Array {
  if (verdict.bytes) return verdict.bytes;
  const checkedAt = now.toISOString();
  return toSignedBytes({ ctx: 'member-key.v1', ...personOf(owner), fingerprint, keySha256, checkedAt });
}

/** Signs that the words were compared with the key's owner. @returns null when it was taken */
export function useVouch(unlocked: UnlockedKey): (state: MemberKeyState) => Promise<VouchProblem | null> {
  const { client } = useCrypto();
  const [send] = useMutation(VouchForKeyDocument);
  return async (state) => {
    try {
      const bytes = statementOf(state, new Date());
      const signature = await client().signForPurpose({ key: unlocked.key, bytes, purpose: 'member-key.v1' });
      const { data } = await send({ variables: { input: { bytes: toBase64(bytes), signature } } });
      const result = data?.vouchForKey;
      if (result?.__typename === 'StatementRefusedProblem') return { refused: result.code };
      return result ? null : { failed: 'UNKNOWN' };
    } catch (error) {
      return error instanceof CryptoError ? { notSigned: error.code } : { failed: errorCodeOf(error) };
    }
  };
}
