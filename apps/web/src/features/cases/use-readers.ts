import type { Reader, SignedSuccession } from '@sos/crypto';
import type { Audience } from '@sos/domain';
import { useEffect, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import type { TeamState } from '../../shared/team/use-team.js';

/** Exactly who will be able to read, worked out by the engine from the verified list; null until that is certain. */
export function useReaders(
  team: TeamState,
  audience: Audience,
  participants: readonly Uint8Array[] | null,
  successions: readonly SignedSuccession[],
): readonly Reader[] | null {
  const { client } = useCrypto();
  const [planned, setPlanned] = useState<{ readonly team: TeamState; readonly readers: readonly Reader[] } | null>(
    null,
  );
  useEffect(() => {
    if (team.status !== 'verified' || participants === null) return undefined;
    let current = true;
    const { ref, teamId } = team.team;
    client()
      .planReaders({ roster: ref, teamId, audience, participants, successions })
      .then((readers) => current && setPlanned({ team, readers }))
      // The engine was replaced by a lock: the list is verified anew, and with it this runs again.
      .catch(() => current && setPlanned(null));
    return () => {
      current = false;
    };
  }, [client, team, audience, participants, successions]);
  return planned?.team === team ? planned.readers : null;
}
