import type { CryptoClient, KeyHandle, LaterGrant } from '@sos/crypto';
import { joinMessage } from '@sos/crypto/inspect';

import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { splitDownload } from './download-file.js';
import { sendVerdicts, toSentVerdict, type SentVerdict } from './judge-grants.js';
import type { Given } from './let-in.js';

export interface ProveParts {
  readonly crypto: CryptoClient;
  /** Today's key. */
  readonly key: KeyHandle;
  readonly team: VerifiedTeam;
  readonly send?: (verdicts: readonly SentVerdict[]) => Promise<void>;
}

/**
 * Opens with the new key what the old one has just given it, and says so: only that lets the old grant go. What does not open is said as
 * well, and stays readable by the old key.
 */
export async function proveMoved(given: Given, { crypto, key, team, send = sendVerdicts }: ProveParts): Promise<void> {
  const { entryId, caseId, audience, message, memberKey, successions, grants } = given;
  const entry = grantFor('entry', grants);
  if (!entry) return;
  const judged = await crypto.judgeGrant({
    key,
    message: joinMessage([entry.pkesk], splitDownload(Uint8Array.from(message)).rest),
    expected: { caseId, entryId, audience, teamId: team.teamId },
    rosters: [team.ref, ...team.earlier],
    participants: memberKey ? [memberKey] : [],
    successions,
    statement: entry.statement,
    filePkesk: grantFor('file', grants)?.pkesk,
  });
  await send(judged.map((verdict) => toSentVerdict(entryId, verdict)));
}

function grantFor(subject: LaterGrant['subject'], grants: readonly LaterGrant[]): LaterGrant | undefined {
  return grants.find((grant) => grant.subject === subject);
}
