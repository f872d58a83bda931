import type { Audience, EntryDraft } from '@sos/domain';
import { joinMessage } from '../framing.js';
import type { Destination, OpenEntryRequest, RosterRef, SealedEntry, SealEntryRequest, UnlockedKey } from '../types.js';
import { BUILD, CASE_NONCE, TEAM, type World } from './world.js';

export const REPORT = {
  kind: 'report',
  body: { severity: 'high', answers: { what: 'Amenazas contra la comunidad', people: 3 }, caseNonce: CASE_NONCE },
} as const satisfies EntryDraft;

export interface SealOptions {
  readonly author: UnlockedKey;
  readonly draft: EntryDraft;
  readonly audience?: Audience;
  readonly change?: Partial<SealEntryRequest>;
}

export function destinationOf(world: World, roster: RosterRef, audience: Audience): Destination {
  return { roster, teamId: TEAM, audience, participants: [world.member.publicKey] };
}

/** Seals as a screen would: asks who will read, shows it, seals for exactly them. */
export async function seal(
  world: World,
  roster: RosterRef,
  { author, draft, audience = 'case', change = {} }: SealOptions,
): Promise<SealedEntry & { entryId: string }> {
  const entryId = crypto.randomUUID();
  const destination = { ...destinationOf(world, roster, audience), ...change };
  const readers = await world.engine.planReaders(destination);
  const sealed = await world.engine.sealEntry({
    ...destination,
    key: author.key,
    caseId: world.caseId,
    entryId,
    draft,
    sequence: 1,
    heads: [],
    build: BUILD,
    shownReaders: readers.map(({ keySha256 }) => keySha256),
    ...change,
  });
  return { ...sealed, entryId };
}

/** What the reader downloads. */
export function downloadFor(sealed: SealedEntry, reader: UnlockedKey): Uint8Array {
  const grant = sealed.grants.find(({ keyFingerprint }) => keyFingerprint === reader.fingerprint);
  if (!grant) throw new Error('no grant');
  return joinMessage([grant.pkesk], sealed.seipd);
}

export function wholeMessage(sealed: SealedEntry): Uint8Array {
  return joinMessage(
    sealed.grants.map(({ pkesk }) => pkesk),
    sealed.seipd,
  );
}

export function opening(
  world: World,
  roster: RosterRef,
  reader: UnlockedKey,
  sealed: SealedEntry & { entryId: string },
  change: Partial<OpenEntryRequest> = {},
): OpenEntryRequest {
  return {
    key: reader.key,
    message: change.message ?? downloadFor(sealed, reader),
    expected: { caseId: world.caseId, entryId: sealed.entryId, audience: 'case', teamId: TEAM },
    rosters: [roster],
    participants: [world.member.publicKey],
    ...change,
  };
}
