import { headsFor, nextSequence, type Reader, type SignedSuccession } from '@sos/crypto';
import type { Audience, EntryDraft } from '@sos/domain';
import { useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { useLanguage } from '../../shared/locale.js';
import type { Team } from '../../shared/team/use-team.js';
import { caseOutbox, outboxRunner } from './case-outbox.js';
import { openedIn, type OpenedEntries } from './open-thread.js';
import { sealFileToQueue, sealToQueue, type Place, type Sealing } from './seal-case.js';
import { sendFailureOf, type SendFailure } from './send-failure.js';

export type SendState =
  | { readonly status: 'idle' | 'sealing' | 'team' | 'sent' | 'queued' }
  | { readonly status: 'failed'; readonly code: SendFailure };

export interface Outgoing {
  readonly audience: Audience;
  readonly draft: EntryDraft | null;
  readonly files: readonly File[];
  readonly readers: readonly Reader[] | null;
}

export interface SendParts {
  readonly caseId: string;
  readonly entries: OpenedEntries;
  readonly memberKey: Uint8Array | undefined;
  readonly successions: readonly SignedSuccession[];
  readonly check: Team['check'];
  readonly onSent: () => Promise<void>;
}

/** Seals an answer, a note or files into the outbox and sends them; `true` when everything typed may be forgotten. */
export function useSendEntry(parts: SendParts): {
  readonly state: SendState;
  readonly send: (outgoing: Outgoing) => Promise<boolean>;
} {
  const { client, key } = useCrypto();
  const { id: accountId } = useViewer();
  const language = useLanguage();
  const [state, setState] = useState<SendState>({ status: 'idle' });

  async function seal(sealing: Sealing, { draft, files }: Outgoing): Promise<void> {
    let place = await nextPlace(sealing, parts.entries);
    if (draft !== null) {
      const entry = await sealToQueue(sealing, draft, place);
      await caseOutbox.add([entry]);
      place = { sequence: place.sequence + 1, heads: [entry.entryHash] };
    }
    for (const file of files) {
      const entry = await sealFileToQueue(sealing, file, place, caseOutbox, () => undefined);
      place = { sequence: place.sequence + 1, heads: [entry.entryHash] };
    }
  }

  async function send(outgoing: Outgoing): Promise<boolean> {
    setState({ status: 'sealing' });
    const verdict = await parts.check();
    if (key === null || verdict.status !== 'verified' || outgoing.readers === null || parts.memberKey === undefined) {
      setState({ status: 'team' });
      return false;
    }
    const shownReaders = outgoing.readers.map(({ keySha256 }) => keySha256);
    const { caseId, memberKey, successions } = parts;
    const { audience } = outgoing;
    try {
      await seal(
        {
          crypto: client(),
          key,
          team: verdict.team,
          accountId,
          language,
          caseId,
          audience,
          participants: [memberKey],
          successions,
          shownReaders,
        },
        outgoing,
      );
    } catch (error) {
      setState({ status: 'failed', code: sendFailureOf(error) });
      return false;
    }
    // Sealed and kept: whatever becomes of this round, it goes by itself later.
    const waiting = await outboxRunner.flush(accountId).then(
      ({ items }) => items.some((item) => item.caseId === caseId),
      () => true,
    );
    setState({ status: waiting ? 'queued' : 'sent' });
    await parts.onSent().catch(() => undefined);
    return true;
  }
  return { state, send };
}

/** Counts what waits on this device too: two entries must never claim the same place. */
async function nextPlace(
  { accountId, caseId, audience, key, shownReaders }: Sealing,
  states: OpenedEntries,
): Promise<Place> {
  const opened = openedIn(states);
  const waiting = (await caseOutbox.list(accountId)).flatMap((item) =>
    item.kind === 'entry' && item.caseId === caseId && item.audience === audience ? [item.sequence] : [],
  );
  const sequence = Math.max(nextSequence(opened, key.fingerprint, audience), ...waiting.map((last) => last + 1));
  return { sequence, heads: headsFor(opened, shownReaders).slice(0, MOST_HEADS) };
}

const MOST_HEADS = 64;
