import { randomBytes, randomUUID } from 'node:crypto';

import type { Database } from './database.js';
import { openTestDatabase } from './testing.js';

const HOUR = new Date('2026-03-01T14:00:00Z');
const bytes = (length = 32) => Uint8Array.from(randomBytes(length));

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function campaign() {
  return database.prisma.campaign.create({
    data: {
      slug: randomUUID(),
      type: 'petition',
      region: 'global',
      authorId: randomUUID(),
      duplicateKey: bytes(),
      dataKey: bytes(),
      textVersion: 1,
      texts: {
        create: {
          language: 'en',
          version: 1,
          original: true,
          title: 't',
          summary: 's',
          body: 'b',
          country: 'c',
          hash: bytes(),
        },
      },
    },
  });
}

async function signature() {
  return database.prisma.signature.create({
    data: {
      campaignId: randomUUID(),
      kind: 'individual',
      duplicateHash: bytes(),
      nameSealed: bytes(),
      namePublic: true,
      language: 'es',
      textVersion: 1,
    },
  });
}

async function entry() {
  const roster = await database.prisma.roster.findFirst();
  if (!roster) {
    await database.prisma.roster.create({
      data: { version: 1, bytes: bytes(), sha256: bytes(), issued: HOUR, renewBy: HOUR, notAfter: HOUR },
    });
  }
  const stored = { audience: 'case', rosterVersion: 1, authorId: randomUUID(), storedHour: HOUR } as const;
  const { id: caseId } = await database.prisma.case.create({
    data: { id: randomUUID(), ownerId: randomUUID(), language: 'en', openedHour: HOUR, changedHour: HOUR },
  });
  return database.prisma.entry.create({
    data: { id: randomUUID(), caseId, position: 0, seipd: bytes(), seipdSha256: bytes(), ...stored },
  });
}

describe('what the database itself refuses', () => {
  it('a time finer than the hour on anything that names a case', async () => {
    const data = { id: randomUUID(), ownerId: randomUUID(), language: 'en', openedHour: HOUR };
    await expect(
      database.prisma.case.create({ data: { ...data, changedHour: new Date(HOUR.getTime() + 1000) } }),
    ).rejects.toThrow(/check/i);
  });

  it('a language that is not two letters', async () => {
    await expect(
      database.prisma.account.create({ data: { email: 'a@b.example', displayName: 'A', language: 'english' } }),
    ).rejects.toThrow(/check/i);
  });

  it('a grant for nothing, and one that changes', async () => {
    const { id: entryId } = await entry();
    const grant = { encryptionSubkeyId: '00', pkesk: bytes(), storedHour: HOUR };
    await expect(database.prisma.grant.create({ data: grant })).rejects.toThrow(/check/i);
    const { id } = await database.prisma.grant.create({ data: { ...grant, entryId } });
    await expect(database.prisma.grant.update({ where: { id }, data: { pkesk: bytes() } })).rejects.toThrow(
      /append-only/,
    );
  });

  it('another ciphertext under an entry', async () => {
    const { id } = await entry();
    await expect(database.prisma.entry.update({ where: { id }, data: { seipd: bytes() } })).rejects.toThrow(/refused/);
  });

  it('a rewritten history of signatures and of campaigns', async () => {
    const { id: signatureId, campaignId } = await signature();
    const event = await database.prisma.signatureEvent.create({ data: { signatureId, campaignId, kind: 'created' } });
    await expect(
      database.prisma.signatureEvent.update({ where: { id: event.id }, data: { kind: 'erased' } }),
    ).rejects.toThrow(/append-only/);
    await expect(database.prisma.signatureEvent.delete({ where: { id: event.id } })).rejects.toThrow(/append-only/);
    const { id } = await campaign();
    const move = await database.prisma.campaignTransition.create({
      data: { campaignId: id, from: 'draft', to: 'in_review', actorId: randomUUID() },
    });
    await expect(
      database.prisma.campaignTransition.update({ where: { id: move.id }, data: { to: 'open' } }),
    ).rejects.toThrow(/append-only/);
  });

  it('a signature that changes other than by erasure', async () => {
    const { id } = await signature();
    await expect(database.prisma.signature.update({ where: { id }, data: { nameSealed: bytes() } })).rejects.toThrow(
      /only by erasure/,
    );
    await expect(database.prisma.signature.update({ where: { id }, data: { textVersion: 2 } })).rejects.toThrow(
      /only by erasure/,
    );
    const erased = await database.prisma.signature.update({
      where: { id },
      data: { nameSealed: null, duplicateHash: null, namePublic: false },
    });
    expect(erased.nameSealed).toBeNull();
  });

  it('another text under signatures, while a new version may be written', async () => {
    const { id: campaignId } = await campaign();
    await expect(
      database.prisma.campaignText.updateMany({ where: { campaignId }, data: { title: 'other' } }),
    ).rejects.toThrow(/under signatures/);
    const next = {
      campaignId,
      language: 'en',
      version: 2,
      original: true,
      title: 't',
      summary: 's',
      body: 'b',
      country: 'c',
      hash: bytes(),
    };
    await database.prisma.campaignText.create({ data: next });
    expect(
      await database.prisma.campaignText.updateMany({ where: { campaignId, version: 2 }, data: { title: 'better' } }),
    ).toEqual({ count: 1 });
  });
});

describe('what the database adds', () => {
  it('the transaction of a signature event', async () => {
    const { id: signatureId, campaignId } = await signature();
    await database.prisma.signatureEvent.create({ data: { signatureId, campaignId, kind: 'created' } });
    const [row] =
      await database.sql`SELECT xid < pg_current_xact_id() AS past FROM "SignatureEvent" WHERE "signatureId" = ${signatureId}::uuid`;
    expect(row).toEqual({ past: true });
  });

  it('a search text per language, without accents', async () => {
    const texts = [
      {
        language: 'es',
        version: 1,
        original: false,
        title: 'Línea de ayuda',
        summary: 'Protección urgente para comunidades',
        hash: bytes(),
      },
      {
        language: 'en',
        version: 1,
        original: true,
        title: 'Helpline',
        summary: 'Urgent protection for communities',
        hash: bytes(),
      },
    ];
    await database.prisma.resource.create({
      data: {
        slug: 'r',
        category: 'tools',
        organisation: 'O',
        url: 'https://o.example',
        emergency: false,
        texts: { create: texts },
      },
    });
    const find = (language: string, words: string) =>
      database.sql`SELECT title FROM "ResourceText" WHERE language = ${language} AND search @@ sos_query(${language}, ${words})`;
    expect(await find('es', 'proteccion comunidad')).toEqual([{ title: 'Línea de ayuda' }]);
    expect(await find('es', 'PROTECCIÓN')).toHaveLength(1);
    expect(await find('en', 'community')).toEqual([{ title: 'Helpline' }]);
    expect(await find('en', 'asylum')).toEqual([]);
  });
});
