import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';

const HOUR = new Date('2026-03-01T14:00:00Z');
const bytes = (length = 32): Uint8Array<ArrayBuffer> => Uint8Array.from(randomBytes(length));

export interface BackedUp {
  readonly accountId: string;
  readonly campaignId: string;
  readonly caseId: string;
  readonly fileId: string;
  readonly signatures: { readonly kept: string; readonly withdrawn: string; readonly disowned: string };
}

async function addSignature({ prisma }: Database, campaignId: string): Promise<string> {
  const { id } = await prisma.signature.create({
    data: {
      campaignId,
      kind: 'individual',
      duplicateHash: bytes(),
      nameSealed: bytes(60),
      emailSealed: bytes(60),
      country: 'MX',
      namePublic: true,
      language: 'es',
      textVersion: 1,
      events: {
        createMany: {
          data: ['created', 'confirmed'].map(
            (kind) => ({ campaignId, kind }) as { campaignId: string; kind: 'created' },
          ),
        },
      },
    },
  });
  return id;
}

/** A case with an entry and a file in two pieces, whose bytes lie in the folder as the service puts them there. */
async function addCase(
  { prisma }: Database,
  ownerId: string,
  blobFolder: string,
): Promise<{ caseId: string; fileId: string }> {
  const [caseId, fileId] = [randomUUID(), randomUUID()];
  await prisma.roster.create({
    data: { version: 1, bytes: bytes(500), sha256: bytes(), issued: HOUR, renewBy: HOUR, notAfter: HOUR },
  });
  await prisma.case.create({
    data: {
      id: caseId,
      ownerId,
      language: 'es',
      openedHour: HOUR,
      changedHour: HOUR,
      entries: {
        create: {
          id: randomUUID(),
          position: 1,
          audience: 'case',
          rosterVersion: 1,
          authorId: ownerId,
          seipd: bytes(16_384),
          seipdSha256: bytes(),
          storedHour: HOUR,
          grants: { create: { encryptionSubkeyId: '0123456789abcdef', pkesk: bytes(94), storedHour: HOUR } },
        },
      },
    },
  });
  const pieces = [bytes(300_000), bytes(1)];
  const hashes = pieces.map(() => bytes());
  await prisma.blob.create({
    data: {
      id: fileId,
      caseId,
      uploaderId: ownerId,
      audience: 'case',
      rosterVersion: 1,
      chunkCount: 2,
      storedHour: HOUR,
      chunks: {
        createMany: {
          data: pieces.map((piece, index) => ({ index, size: piece.length, sha256: hashes[index] ?? bytes() })),
        },
      },
    },
  });
  mkdirSync(path.join(blobFolder, fileId), { recursive: true });
  pieces.forEach((piece, index) => {
    const name = `${index}-${Buffer.from(hashes[index] ?? [])
      .toString('hex')
      .slice(0, 40)}`;
    writeFileSync(path.join(blobFolder, fileId, `${name}.blob`), piece);
  });
  // What the service is just writing is not its word yet.
  writeFileSync(path.join(blobFolder, fileId, '2-half.blob.draft.new'), 'half');
  return { caseId, fileId };
}

export async function fillForBackup(database: Database, blobFolder: string): Promise<BackedUp> {
  const { prisma } = database;
  const account = await prisma.account.create({
    data: {
      email: 'ana@response.org',
      displayName: 'Añá ✊',
      language: 'es',
    },
  });
  const device = { accountId: account.id, hash: bytes(), browser: 'firefox', system: 'linux' };
  const { id: deviceId } = await prisma.device.create({ data: device });
  await prisma.session.create({ data: { accountId: account.id, deviceId, tokenHash: bytes(), expiresAt: HOUR } });
  const { id: campaignId } = await prisma.campaign.create({
    data: {
      slug: 'libertad',
      type: 'petition',
      region: 'global',
      authorId: account.id,
      duplicateKey: bytes(),
      dataKey: bytes(),
    },
  });
  const signatures = {
    kept: await addSignature(database, campaignId),
    withdrawn: await addSignature(database, campaignId),
    disowned: await addSignature(database, campaignId),
  };
  await prisma.$transaction((tx) =>
    appendAudit(tx, { event: 'account.created', actorId: null, subject: 'account', subjectId: account.id }, HOUR),
  );
  return { accountId: account.id, campaignId, signatures, ...(await addCase(database, account.id, blobFolder)) };
}

/** Every row of every table as text, sorted. */
export async function contentOf(database: Database): Promise<Record<string, string[]>> {
  const tables =
    await database.sql`SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const content: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = (await database.executeSql(`SELECT to_jsonb(t)::text AS row FROM "${String(name)}" t ORDER BY 1`))
      .rows;
    content[String(name)] = rows.map(({ row }) => String(row));
  }
  return content;
}

export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.blob'));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(path.join(folder, name)).toString('base64')]),
  );
}
