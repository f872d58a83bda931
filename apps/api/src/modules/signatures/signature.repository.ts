import type { Database } from '@sos/database';

import { currentAt } from '../../platform/current-membership.js';
import type { DatabaseTransaction } from '../../platform/platform.types.js';

export type EventKind = 'created' | 'confirmed' | 'withdrawn' | 'disowned' | 'invalidated' | 'erased';

export interface NewSignature {
  readonly id: string;
  readonly campaignId: string;
  /** Goes with the others to the database and is not kept: it must take as long as theirs. */
  readonly trapped: boolean;
  readonly duplicateHash: Uint8Array;
  readonly nameSealed: Uint8Array;
  readonly emailSealed: Uint8Array;
  readonly country: string | null;
  readonly namePublic: boolean;
  readonly language: string;
  readonly textVersion: number;
  readonly partnerId: string | null;
  readonly at: Date;
  /** Null when this address has had its mails for today. */
  readonly mail: { readonly idempotencyKey: string; readonly messageId: string } | null;
}

export interface SignatureRecord {
  readonly id: string;
  readonly campaignId: string;
  readonly kind: 'individual' | 'organisation';
  readonly partnerId: string | null;
  readonly language: string;
  readonly emailSealed: Uint8Array | null;
  readonly events: readonly EventKind[];
}

export interface SignatoryOrganisationRecord {
  readonly campaignId: string;
  readonly id: string;
  readonly name: string;
  readonly country: string;
}

const REMOVED: EventKind[] = ['withdrawn', 'disowned', 'invalidated'];
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const RECORD = {
  id: true,
  campaignId: true,
  kind: true,
  partnerId: true,
  language: true,
  emailSealed: true,
  events: { select: { kind: true } },
} as const;

export class SignatureRepository {
  constructor(private readonly database: Database) {}

  /**
   * One statement, one commit, whoever is new and whoever is not: new rows with their first event, and a mail queued for each
   * submission. What the mail says, and whether it leaves, is decided when it leaves. Ordered, so that two processes never wait
   * for each other in a circle.
   */
  async insertAll(rows: readonly NewSignature[]): Promise<void> {
    const column = <T>(value: (row: NewSignature) => T): T[] => rows.map(value);
    await this.database.sql`
      WITH input AS (
        SELECT t.id::uuid AS id, t.campaign::uuid AS campaign, decode(t.hash, 'hex') AS hash, decode(t.name, 'hex') AS name, decode(t.email, 'hex') AS email,
          t.country, t.public::boolean AS public, t.language, t.version::int AS version, t.partner::uuid AS partner, t.at::timestamptz AS at, t.mail, t.message,
          t.trapped::boolean AS trapped
        FROM unnest(
          ${column(({ id }) => id)}::text[], ${column(({ campaignId }) => campaignId)}::text[], ${column(({ duplicateHash }) => hex(duplicateHash))}::text[],
          ${column(({ nameSealed }) => hex(nameSealed))}::text[], ${column(({ emailSealed }) => hex(emailSealed))}::text[],
          ${column(({ country }) => country)}::text[], ${column(({ namePublic }) => String(namePublic))}::text[], ${column(({ language }) => language)}::text[],
          ${column(({ textVersion }) => String(textVersion))}::text[], ${column(({ partnerId }) => partnerId)}::text[], ${column(({ at }) => at.toISOString())}::text[],
          ${column(({ mail }) => mail?.idempotencyKey ?? null)}::text[], ${column(({ mail }) => mail?.messageId ?? null)}::text[],
          ${column(({ trapped }) => String(trapped))}::text[]
        ) AS t(id, campaign, hash, name, email, country, public, language, version, partner, at, mail, message, trapped)
      ), inserted AS (
        INSERT INTO "Signature" ("id", "campaignId", "kind", "duplicateHash", "nameSealed", "emailSealed", "country", "namePublic", "language", "textVersion", "partnerId", "createdAt")
        SELECT id, campaign, 'individual', hash, name, email, country, public, language, version, partner, at FROM input
        WHERE NOT trapped ORDER BY campaign, hash
        ON CONFLICT ("campaignId", "duplicateHash") DO NOTHING
        RETURNING "id", "campaignId", "duplicateHash", "partnerId", "createdAt"
      ), first_events AS (
        INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "kind", "partnerId", "at")
        SELECT "id", "campaignId", 'created', "partnerId", "createdAt" FROM inserted
      )
      INSERT INTO "Outbox" ("idempotencyKey", "messageId", "template", "subjectId", "language", "nextAttemptAt", "createdAt")
      SELECT input.mail, input.message, 'signature.confirm', COALESCE(inserted."id", known."id"), input.language, input.at, input.at
      FROM input
      LEFT JOIN inserted ON inserted."campaignId" = input.campaign AND inserted."duplicateHash" = input.hash
      LEFT JOIN "Signature" known ON known."campaignId" = input.campaign AND known."duplicateHash" = input.hash
      WHERE input.mail IS NOT NULL AND COALESCE(inserted."id", known."id") IS NOT NULL
      ON CONFLICT ("idempotencyKey") DO NOTHING`;
  }

  /** An organisation stands confirmed at once: its focal point is signed in. A second time changes nothing, and leaves no trace. */
  async insertOrganisation(
    row: {
      readonly id: string;
      readonly campaignId: string;
      readonly organisationId: string;
      readonly duplicateHash: Uint8Array;
      readonly country: string;
      readonly language: string;
      readonly textVersion: number;
      readonly at: Date;
    },
    trace: (tx: DatabaseTransaction) => Promise<void>,
  ): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      const added = await tx.$queryRaw<unknown[]>`
      WITH inserted AS (
        INSERT INTO "Signature" ("id", "campaignId", "kind", "duplicateHash", "country", "namePublic", "language", "textVersion", "organisationId", "createdAt")
        VALUES (${row.id}::uuid, ${row.campaignId}::uuid, 'organisation', decode(${hex(row.duplicateHash)}, 'hex'), ${row.country}, true, ${row.language},
          ${row.textVersion}::int, ${row.organisationId}::uuid, ${row.at.toISOString()}::timestamptz)
        ON CONFLICT ("campaignId", "duplicateHash") DO NOTHING
        RETURNING "id", "campaignId", "createdAt"
      )
      INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "kind", "at")
      SELECT "id", "campaignId", kind::"SignatureEventKind", "createdAt" FROM inserted, (VALUES ('created'), ('confirmed')) AS kinds(kind)
      RETURNING "signatureId"`;
      if (added.length > 0) await trace(tx);
    });
  }

  async find(id: string): Promise<SignatureRecord | null> {
    const row = await this.database.prisma.signature.findUnique({ where: { id }, select: RECORD });
    return row && { ...row, events: row.events.map(({ kind }) => kind) };
  }

  async findBySubmission(campaignId: string, duplicateHash: Uint8Array): Promise<SignatureRecord | null> {
    const key = { campaignId, duplicateHash: Uint8Array.from(duplicateHash) };
    const row = await this.database.prisma.signature.findUnique({
      where: { campaignId_duplicateHash: key },
      select: RECORD,
    });
    return row && { ...row, events: row.events.map(({ kind }) => kind) };
  }

  /**
   * Twice is once. An erased signature is not confirmed any more, also when its erasure and its confirmation meet: nobody
   * stands behind it, and its address may have signed anew.
   * @returns whether it stands confirmed.
   */
  async confirm(signatureId: string, at: Date): Promise<boolean> {
    const added = await this.database.sql`
      INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "kind", "partnerId", "at")
      SELECT "id", "campaignId", 'confirmed', "partnerId", ${at.toISOString()}::timestamptz FROM "Signature"
      WHERE "id" = ${signatureId}::uuid AND "duplicateHash" IS NOT NULL FOR KEY SHARE
      ON CONFLICT ("signatureId", "kind") DO NOTHING RETURNING "id"`;
    if (added.length > 0) return true;
    return (await this.database.prisma.signatureEvent.count({ where: { signatureId, kind: 'confirmed' } })) > 0;
  }

  /**
   * Takes a signature away and the person out of it. The keyed hash of an address that was used by somebody else stays until
   * retention ends, so that it is not signed up again; who withdraws may sign again.
   */
  async remove(
    signature: Pick<SignatureRecord, 'id' | 'campaignId' | 'partnerId'>,
    kind: 'withdrawn' | 'disowned',
    at: Date,
  ): Promise<void> {
    const { id: signatureId, campaignId, partnerId } = signature;
    await this.database.prisma.$transaction(async (tx) => {
      await tx.signatureEvent.createMany({
        data: [kind, 'erased' as const].map((event) => ({ signatureId, campaignId, partnerId, kind: event, at })),
        skipDuplicates: true,
      });
      const erased = { nameSealed: null, emailSealed: null, country: null };
      await tx.signature.update({
        where: { id: signatureId },
        data: kind === 'withdrawn' ? { ...erased, duplicateHash: null } : erased,
      });
    });
  }

  /** Opens, or finds open, the half hour in which a code works. @returns its end. */
  async openCode(signatureId: string, now: Date, expiresAt: Date): Promise<Date> {
    const rows = await this.database.sql`
      INSERT INTO "ConfirmationCode" AS code ("signatureId", "tries", "expiresAt") VALUES (${signatureId}::uuid, 0, ${expiresAt.toISOString()}::timestamptz)
      ON CONFLICT ("signatureId") DO UPDATE SET
        "tries" = CASE WHEN code."expiresAt" <= ${now.toISOString()}::timestamptz THEN 0 ELSE code."tries" END,
        "expiresAt" = CASE WHEN code."expiresAt" <= ${now.toISOString()}::timestamptz THEN excluded."expiresAt" ELSE code."expiresAt" END
      RETURNING (extract(epoch FROM "expiresAt") * 1000)::bigint::text AS end`;
    return new Date(Number(rows[0]?.['end']));
  }

  /** Counts a try. @returns the end of the code's half hour, or null when there is none or no try is left. */
  async takeTry(signatureId: string, now: Date, most: number): Promise<Date | null> {
    const rows = await this.database.sql`
      UPDATE "ConfirmationCode" SET "tries" = "tries" + 1
      WHERE "signatureId" = ${signatureId}::uuid AND "tries" < ${most}::int AND "expiresAt" > ${now.toISOString()}::timestamptz
      RETURNING (extract(epoch FROM "expiresAt") * 1000)::bigint::text AS end`;
    return rows[0] ? new Date(Number(rows[0]['end'])) : null;
  }

  async deleteExpiredCodes(now: Date): Promise<void> {
    await this.database.prisma.confirmationCode.deleteMany({ where: { expiresAt: { lte: now } } });
  }

  async findPartner(key: string): Promise<{ id: string; name: string; origins: readonly string[] } | null> {
    return this.database.prisma.partner.findFirst({
      where: { key, revokedAt: null },
      select: { id: true, name: true, origins: true },
    });
  }

  /** Whether this account is a focal point of the organisation now, and the organisation is not suspended. */
  async findRepresented(accountId: string, organisationId: string, now: Date) {
    const membership = await this.database.prisma.membership.findFirst({
      where: {
        accountId,
        organisationId,
        organisation: { standing: { not: 'suspended' } },
        roles: { has: 'member' },
        focalPoint: true,
        ...currentAt(now),
      },
      select: { organisation: { select: { id: true, name: true, country: true } } },
    });
    return membership?.organisation ?? null;
  }

  async listOrganisations(campaignIds: readonly string[]): Promise<readonly SignatoryOrganisationRecord[]> {
    const rows = await this.database.prisma.signature.findMany({
      where: {
        campaignId: { in: [...campaignIds] },
        kind: 'organisation',
        AND: [{ events: { some: { kind: 'confirmed' } } }, { events: { none: { kind: { in: REMOVED } } } }],
      },
      select: { campaignId: true, organisation: { select: { id: true, name: true, country: true } } },
    });
    return rows.flatMap(({ campaignId, organisation }) => (organisation ? [{ campaignId, ...organisation }] : []));
  }
}
