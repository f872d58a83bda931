import { PROPOSAL_DAYS, uuidSchema } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { PeopleRepository } from './people.repository.js';
import type { NewProposal, ProposalRecord, ProposalRepository } from './proposal.repository.js';

const DAY_MS = 86_400_000;
/** Decided ones stay in the list this long; the audit keeps them for ever. */
const LISTED_DAYS = 30;

/** What happens when a second person says yes, or no. Runs inside the deciding transaction; a refusal there leaves it open. */
export interface ProposalKind {
  approve(tx: DatabaseTransaction, proposal: ProposalRecord, deciderId: string): Promise<void>;
  refuse?(tx: DatabaseTransaction, proposal: ProposalRecord): Promise<void>;
}

export interface ProposalView extends Pick<ProposalRecord, 'id' | 'kind' | 'subjectId' | 'proposedAt' | 'expiresAt'> {
  readonly status: 'open' | 'approved' | 'refused' | 'expired';
  readonly roles: readonly string[];
  readonly proposerName: string;
  readonly concernedName: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  /** The viewer is neither who proposed it nor whom it concerns. */
  readonly mayDecide: boolean;
}

export interface ProposalParts {
  readonly proposals: ProposalRepository;
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Two people for one act: one asks, another does. Modules register what their kinds mean. */
export class ProposalService {
  readonly #kinds = new Map<string, ProposalKind>();

  constructor(private readonly parts: ProposalParts) {}

  register(name: string, kind: ProposalKind): void {
    this.#kinds.set(name, kind);
  }

  /** Call inside the transaction that found the act to need two people. */
  async propose(
    tx: DatabaseTransaction,
    viewer: Viewer,
    wanted: Pick<NewProposal, 'kind' | 'subjectId' | 'concernedAccountId' | 'payload'>,
  ): Promise<PeopleOutcome> {
    const { proposals, audit, clock } = this.parts;
    const proposedAt = clock.now();
    if (await proposals.hasOpen(tx, wanted.kind, wanted.subjectId, proposedAt)) refuse('already_proposed');
    const expiresAt = new Date(proposedAt.getTime() + PROPOSAL_DAYS * DAY_MS);
    const id = randomUUID();
    await proposals.create(tx, { ...wanted, id, proposedById: viewer.accountId, proposedAt, expiresAt });
    const facts = { kind: wanted.kind, subject: wanted.subjectId };
    await audit.record(
      { event: 'proposal.made', actorId: viewer.accountId, subject: 'proposal', subjectId: id, facts },
      tx,
    );
    return { kind: 'proposed', id, expiresAt };
  }

  approve(viewer: Viewer, id: string): Promise<PeopleOutcome> {
    return this.#decide(viewer, id, async (tx, proposal) => {
      if (proposal.proposedById === viewer.accountId) refuse('proposer_decides');
      if (proposal.concernedAccountId === viewer.accountId) refuse('concerned_decides');
      await this.parts.proposals.decide(tx, id, 'approved', viewer.accountId, this.parts.clock.now());
      await this.#kindOf(proposal).approve(tx, proposal, viewer.accountId);
      return 'proposal.approved';
    });
  }

  /** Whoever proposed it may take it back in the same way; whom it concerns may not stop it. */
  refuse(viewer: Viewer, id: string): Promise<PeopleOutcome> {
    return this.#decide(viewer, id, async (tx, proposal) => {
      if (proposal.concernedAccountId === viewer.accountId) refuse('concerned_decides');
      await this.parts.proposals.decide(tx, id, 'refused', viewer.accountId, this.parts.clock.now());
      await this.#kindOf(proposal).refuse?.(tx, proposal);
      return 'proposal.refused';
    });
  }

  async list(viewer: Viewer): Promise<readonly ProposalView[]> {
    const { proposals, people, clock } = this.parts;
    const now = clock.now();
    const records = await proposals.list(new Date(now.getTime() - LISTED_DAYS * DAY_MS));
    const accountIds = records.flatMap(({ proposedById, decidedById, concernedAccountId }) =>
      [proposedById, decidedById, concernedAccountId].filter((id) => id !== null),
    );
    const names = await people.names(accountIds);
    return records.map((record) => toView(record, viewer, now, (id) => (id === null ? null : (names.get(id) ?? ''))));
  }

  #decide(
    viewer: Viewer,
    id: string,
    act: (tx: DatabaseTransaction, proposal: ProposalRecord) => Promise<'proposal.approved' | 'proposal.refused'>,
  ): Promise<PeopleOutcome> {
    const { proposals, people, policy, audit, clock } = this.parts;
    if (!uuidSchema.safeParse(id).success) throw notFound();
    return outcomeOf(() =>
      people.serially(async (tx) => {
        await policy.stillAdministrator(tx, viewer, clock.now());
        const proposal = await proposals.find(tx, id);
        if (!proposal) throw notFound();
        if (proposal.status !== 'open' || proposal.expiresAt <= clock.now()) refuse('proposal_over');
        const event = await act(tx, proposal);
        const facts = { kind: proposal.kind, subject: proposal.subjectId };
        await audit.record({ event, actorId: viewer.accountId, subject: 'proposal', subjectId: id, facts }, tx);
        return done(id);
      }),
    );
  }

  #kindOf({ kind }: ProposalRecord): ProposalKind {
    const known = this.#kinds.get(kind);
    if (!known) throw new Error('a proposal of a kind that no module registered');
    return known;
  }
}

function toView(
  record: ProposalRecord,
  viewer: Viewer,
  now: Date,
  nameOf: (id: string | null) => string | null,
): ProposalView {
  const { id, kind, subjectId, proposedAt, expiresAt, decidedAt, proposedById, concernedAccountId } = record;
  const isOver = record.status === 'open' && expiresAt <= now;
  return {
    ...{ id, kind, subjectId, proposedAt, expiresAt, decidedAt },
    status: isOver ? 'expired' : record.status,
    roles: rolesIn(record.payload),
    proposerName: nameOf(proposedById) ?? '',
    concernedName: nameOf(concernedAccountId),
    deciderName: nameOf(record.decidedById),
    mayDecide:
      record.status === 'open' &&
      !isOver &&
      proposedById !== viewer.accountId &&
      concernedAccountId !== viewer.accountId,
  };
}

/** Every kind that is about roles keeps them under this name. */
function rolesIn(payload: unknown): readonly string[] {
  const roles = typeof payload === 'object' && payload !== null && 'roles' in payload ? payload.roles : [];
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
}
