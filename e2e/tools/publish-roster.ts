/**
 * Publishes the next roster of a data folder's demo, with exactly these accounts as responders, as a ceremony of the demo's roots would:
 * who is named no more stays listed with an end, so that what they wrote can still be verified. The server must not be running.
 */
import { openDatabase } from '@sos/database';
import { parseRoster, ROSTER_RENEW_DAYS, ROSTER_VALID_DAYS, toSignedBytes, type Roster } from '@sos/domain';
import { createHash } from 'node:crypto';

import { signWithDemoRoots } from '../../prisma/seed/demo-roots.js';

const [folder, ...addresses] = process.argv.slice(2);
if (!folder || addresses.length === 0) throw new Error('usage: publish-roster <data folder> <address>…');

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const now = new Date();
const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();

const { prisma, close } = await openDatabase({ dataFolder: folder });
const latest = await prisma.roster.findFirstOrThrow({ orderBy: { version: 'desc' } });
const previous = parseRoster(latest.bytes);
if (!previous) throw new Error('the latest roster does not parse');
const keys = await prisma.publicKey.findMany({ where: { retiredAt: null, account: { email: { in: addresses } } } });
const known = previous.teams[0]?.holders ?? [];
const holders = [
  ...known.map((holder) => {
    const stays = keys.some(({ fingerprint }) => fingerprint === holder.fingerprint);
    return { ...holder, until: stays ? null : (holder.until ?? now.toISOString()) };
  }),
  ...keys
    .filter(({ fingerprint }) => !known.some((holder) => holder.fingerprint === fingerprint))
    .map(({ fingerprint, bytes }) => ({
      fingerprint,
      keySha256: sha256(bytes).toString('hex'),
      role: 'responder' as const,
      from: now.toISOString(),
      until: null,
      status: 'active' as const,
    })),
];
const next: Roster = {
  ...previous,
  version: previous.version + 1,
  prevSha256: sha256(latest.bytes).toString('hex'),
  issued: now.toISOString(),
  renewBy: inDays(ROSTER_RENEW_DAYS),
  notAfter: inDays(ROSTER_VALID_DAYS),
  teams: [{ id: previous.teams[0]?.id ?? '', holders }],
};
const bytes = Uint8Array.from(toSignedBytes(next));
const signatures = await signWithDemoRoots(bytes, now);
await prisma.roster.create({
  data: {
    version: next.version,
    bytes,
    sha256: Uint8Array.from(sha256(bytes)),
    issued: now,
    renewBy: new Date(next.renewBy),
    notAfter: new Date(next.notAfter),
    signatures: {
      createMany: { data: signatures.map(({ fingerprint, armored }) => ({ rootFingerprint: fingerprint, armored })) },
    },
  },
});
await close();
