import { ERASURE_DAYS } from '@sos/domain';

import { notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction, Logger, Notices } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { OwnDataRepository } from './own-data.repository.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { PeopleRepository } from './people.repository.js';

const DAY_MS = 86_400_000;

export interface OwnDataParts {
  readonly data: OwnDataRepository;
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a person may do with everything we hold about them: take it along, and have it deleted. */
export class OwnDataService {
  constructor(private readonly parts: OwnDataParts) {}

  state(viewer: Viewer) {
    return this.parts.data.findState(viewer.accountId);
  }

  async export(viewer: Viewer): Promise<string> {
    const { data, audit, clock } = this.parts;
    const content = await data.gather(viewer.accountId);
    await audit.record({
      event: 'account.exported',
      actorId: viewer.accountId,
      subject: 'account',
      subjectId: viewer.accountId,
    });
    return JSON.stringify({ format: 'account-export.v1', exportedAt: clock.now(), ...content }, null, 2);
  }

  /** Not at once: somebody at an unlocked screen, or in despair, must not be able to end it in one minute. */
  askErasure(viewer: Viewer): Promise<PeopleOutcome> {
    const { data, people, notices, audit, clock } = this.parts;
    const { accountId } = viewer;
    return outcomeOf(() =>
      people.serially(async (tx) => {
        const account = await people.findAccount(tx, accountId);
        if (!account) throw notFound();
        if (account.eraseAt !== null) refuse('already_asked');
        await this.#assertDispensable(tx, accountId);
        const eraseAt = new Date(clock.now().getTime() + ERASURE_DAYS * DAY_MS);
        await data.setEraseAt(tx, accountId, eraseAt);
        await notices.tell(accountId, 'people.erasureAsked', accountId, tx);
        await audit.record(erased(accountId, 'asked'), tx);
        return done(accountId);
      }),
    );
  }

  keep(viewer: Viewer): Promise<PeopleOutcome> {
    const { data, people, audit } = this.parts;
    const { accountId } = viewer;
    return outcomeOf(() =>
      people.serially(async (tx) => {
        const account = await people.findAccount(tx, accountId);
        if (!account?.eraseAt) return refuse('nothing_changes');
        await data.setEraseAt(tx, accountId, null);
        await audit.record(erased(accountId, 'kept'), tx);
        return done(accountId);
      }),
    );
  }

  /** Run by the scheduler. Whoever has become the last of their kind meanwhile stays, and is tried again. */
  async eraseDue(): Promise<void> {
    const { data, people, audit, clock, logger } = this.parts;
    for (const id of await data.listDue(clock.now())) {
      const outcome = await outcomeOf(() =>
        people.serially(async (tx) => {
          const account = await people.findAccount(tx, id);
          // Kept in this very moment.
          if (!account?.eraseAt || account.eraseAt > clock.now()) return refuse('nothing_changes');
          await this.#assertDispensable(tx, id);
          await data.erase(tx, id, account.email, clock.now());
          await audit.record(erased(id, 'done', null), tx);
          return done(id);
        }),
      );
      if (outcome.kind === 'refused') logger.warn('account.erasure_put_off', { id, code: outcome.code });
    }
  }

  async #assertDispensable(tx: DatabaseTransaction, accountId: string): Promise<void> {
    const { people, policy, clock } = this.parts;
    const now = clock.now();
    for (const membership of await people.membershipsOf(accountId, now, tx))
      await policy.assertLeavesSuccessor(tx, membership, { roles: [], focalPoint: false }, now);
  }
}

function erased(accountId: string, step: 'asked' | 'kept' | 'done', actorId: string | null = accountId) {
  return { event: 'account.erased', actorId, subject: 'account', subjectId: accountId, facts: { step } } as const;
}
