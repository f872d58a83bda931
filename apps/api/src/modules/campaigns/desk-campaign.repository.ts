import { sealedPlace, type Database, type Prisma } from '@sos/database';
import type { CampaignStatus, MoveRefusal } from '@sos/domain';

import type { Audit, DatabaseTransaction } from '../../platform/platform.types.js';
import type { DraftCampaign } from './campaign-input.js';

const DESK = {
  texts: { orderBy: [{ original: 'desc' }, { language: 'asc' }] },
  addressees: { orderBy: { position: 'asc' }, include: { texts: { orderBy: { language: 'asc' } } } },
  transitions: { orderBy: { at: 'asc' } },
  approvals: { orderBy: { at: 'asc' } },
} as const satisfies Prisma.CampaignInclude;

const WITHOUT_KEYS = { duplicateKey: true, dataKey: true } as const;

export type DeskRecord = Prisma.CampaignGetPayload<{ include: typeof DESK; omit: typeof WITHOUT_KEYS }>;

/** What binds a campaign's wrapped key to its row. */
export const campaignKeyPlace = sealedPlace.campaignKey;

export interface HashedDraft extends Omit<DraftCampaign, 'texts'> {
  readonly texts: readonly (DraftCampaign['texts'][number] & {
    readonly original: boolean;
    readonly hash: Uint8Array<ArrayBuffer>;
  })[];
}

export interface NewCampaign {
  readonly id: string;
  readonly slug: string;
  readonly authorId: string;
  readonly organisationId: string | null;
  readonly timeZone: string;
  readonly duplicateKey: Uint8Array<ArrayBuffer>;
  readonly dataKey: Uint8Array<ArrayBuffer>;
}

export interface MoveRecord {
  readonly to: CampaignStatus;
  readonly actorId: string;
  readonly at: Date;
  readonly approval?: { readonly version: number; readonly textsHash: Uint8Array<ArrayBuffer> } | undefined;
  readonly opens?: { readonly textVersion: number; readonly opensAt: Date } | undefined;
  readonly suspension?:
    readonly { readonly language: string; readonly title: string; readonly body: string }[] | undefined;
}

/** Who acted where no person did: a campaign that reached its date. No account has this id. */
export const SYSTEM_ACTOR = '00000000-0000-0000-0000-000000000000';

type AuditedAct = Parameters<Audit['record']>[0];

/** A move, or the code of why there is none. */
export type MoveDecision =
  { readonly kind: 'move'; readonly move: MoveRecord } | { readonly kind: 'refused'; readonly code: MoveRefusal };

/** The desk's writes. Every write that depends on the status names it in its WHERE, so two people at once cannot both succeed. */
export class DeskCampaignRepository {
  readonly #prisma: Database['prisma'];

  constructor(
    database: Database,
    private readonly audit: Audit,
  ) {
    this.#prisma = database.prisma;
  }

  list(where: Prisma.CampaignWhereInput): Promise<readonly DeskRecord[]> {
    return this.#prisma.campaign.findMany({
      where,
      include: DESK,
      omit: WITHOUT_KEYS,
      orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    });
  }

  /** Own campaigns, and those of others in any of these statuses. */
  listVisible(accountId: string, statuses: readonly CampaignStatus[]): Promise<readonly DeskRecord[]> {
    return this.list({ OR: [{ authorId: accountId }, { status: { in: [...statuses] } }] });
  }

  find(id: string): Promise<DeskRecord | null> {
    return this.#prisma.campaign.findUnique({ where: { id }, include: DESK, omit: WITHOUT_KEYS });
  }

  async names(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#prisma.account.findMany({
      where: { id: { in: [...accountIds] } },
      select: { id: true, displayName: true },
    });
    return new Map(rows.map(({ id, displayName }) => [id, displayName]));
  }

  async slugsLike(slug: string): Promise<ReadonlySet<string>> {
    const rows = await this.#prisma.campaign.findMany({
      where: { slug: { startsWith: slug } },
      select: { slug: true },
    });
    return new Set(rows.map((row) => row.slug));
  }

  async create(campaign: NewCampaign, draft: HashedDraft, at: Date): Promise<void> {
    await this.#prisma.$transaction(async (tx) => {
      await tx.campaign.create({ data: { ...campaign, ...columnsOf(draft), createdAt: at, changedAt: at } });
      await writeParts(tx, campaign.id, draft, 1, null);
    });
  }

  /** @returns false when it was no longer a draft. An approved version is never written over: its successor is. */
  replaceDraft(id: string, draft: HashedDraft, at: Date): Promise<boolean> {
    return this.#prisma.$transaction(async (tx) => {
      const { count } = await tx.campaign.updateMany({
        where: { id, status: 'draft' },
        data: { ...columnsOf(draft), changedAt: at },
      });
      if (count === 0) return false;
      const { _max } = await tx.campaignText.aggregate({ where: { campaignId: id }, _max: { version: true } });
      const current = _max.version ?? 1;
      const approved = await tx.campaignApproval.count({ where: { campaignId: id, version: current } });
      if (approved === 0) await tx.campaignText.deleteMany({ where: { campaignId: id, version: current } });
      await tx.addressee.deleteMany({ where: { campaignId: id } });
      await writeParts(tx, id, draft, approved === 0 ? current : current + 1, approved === 0 ? null : current);
      return true;
    });
  }

  /**
   * Decides under the campaign's lock, which every writer of its text takes too: what was decided on is what moves. Of two
   * people at once the second decides on what the first has left.
   */
  move(id: string, decide: (campaign: DeskRecord) => MoveDecision): Promise<MoveDecision> {
    return this.#prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Campaign" WHERE "id" = ${id}::uuid FOR UPDATE`;
      const campaign = await tx.campaign.findUniqueOrThrow({ where: { id }, include: DESK, omit: WITHOUT_KEYS });
      const decision = decide(campaign);
      if (decision.kind === 'move') {
        await writeMove(tx, campaign, decision.move);
        for (const entry of auditEntriesOf(campaign, decision.move)) await this.audit.record(entry, tx);
      }
      return decision;
    });
  }

  /** Open campaigns whose date has passed. */
  async listOverdue(now: Date): Promise<readonly string[]> {
    const rows = await this.#prisma.campaign.findMany({
      where: { status: 'open', closesAt: { lte: now } },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}

function columnsOf({ type, region, rights, signers, goal, closesAt }: HashedDraft) {
  return { type, region, rights: [...rights], signers: [...signers], goal, closesAt };
}

async function writeParts(
  tx: DatabaseTransaction,
  campaignId: string,
  draft: HashedDraft,
  version: number,
  basedOnVersion: number | null,
): Promise<void> {
  await tx.campaignText.createMany({
    data: draft.texts.map((text) => ({ ...text, demands: [...text.demands], campaignId, version, basedOnVersion })),
  });
  for (const [position, { channel, texts }] of draft.addressees.entries()) {
    await tx.addressee.create({ data: { campaignId, position, channel, texts: { createMany: { data: [...texts] } } } });
  }
}

async function writeMove(
  tx: DatabaseTransaction,
  { id, status: from }: DeskRecord,
  { to, actorId, at, approval, opens, suspension }: MoveRecord,
): Promise<void> {
  await tx.campaign.update({ where: { id }, data: { status: to, changedAt: at, ...opens } });
  await tx.campaignTransition.create({ data: { campaignId: id, from, to, actorId, at } });
  if (approval) await writeApproval(tx, { campaignId: id, approverId: actorId, at, ...approval });
  if (suspension) await writeSuspension(tx, { id, actorId, at }, suspension);
}

/** A move, and beside it the approval that it may be. */
function auditEntriesOf({ id, status: from }: DeskRecord, { to, actorId, approval }: MoveRecord): AuditedAct[] {
  const act = { actorId: actorId === SYSTEM_ACTOR ? null : actorId, subject: 'campaign', subjectId: id } as const;
  const moved: AuditedAct = { ...act, event: 'campaign.moved', facts: { from, to } };
  if (!approval) return [moved];
  const textsHash = Buffer.from(approval.textsHash).toString('hex');
  return [moved, { ...act, event: 'campaign.approved', facts: { version: String(approval.version), textsHash } }];
}

async function writeApproval(
  tx: DatabaseTransaction,
  approval: { campaignId: string; approverId: string; at: Date; version: number; textsHash: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { campaignId, version, approverId, at, textsHash } = approval;
  await tx.campaignApproval.upsert({
    where: { campaignId_version_approverId: { campaignId, version, approverId } },
    create: approval,
    update: { at, textsHash },
  });
}

async function writeSuspension(
  tx: DatabaseTransaction,
  { id, actorId, at }: { id: string; actorId: string; at: Date },
  texts: NonNullable<MoveRecord['suspension']>,
): Promise<void> {
  const { _max } = await tx.campaignUpdate.aggregate({ where: { campaignId: id }, _max: { number: true } });
  await tx.campaignUpdate.create({
    data: {
      campaignId: id,
      number: (_max.number ?? 0) + 1,
      kind: 'suspension',
      authorId: actorId,
      publishedAt: at,
      texts: { createMany: { data: [...texts] } },
    },
  });
}
