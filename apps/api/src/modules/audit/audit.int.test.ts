import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '@sos/crypto/engine';
import {
  followLog,
  fromBase64,
  leafHashOf,
  parseNoteKey,
  verifyInclusion,
  type Hash,
  type LogSource,
  type NoteKey,
} from '@sos/log';
import { publishRelease } from '@sos/log/store';

import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { draftInput, makeDesk, move, save } from '../../testing/petitions.js';
import { sessionHeaders, startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { createCampaignsModule } from '../campaigns/index.js';
import { createKeysModule } from '../keys/index.js';
import { createLogModule } from '../log/index.js';
import { createReleasesModule } from '../releases/index.js';
import { createAuditModule } from './index.js';

const ENTRIES = `query ($filter: AuditFilterInput, $before: Int) { auditEntries(filter: $filter, before: $before) {
  next entries { sequence at event actorId actorName subject subjectId subjectName facts { name value } hash } } }`;
const MINE = `query ($before: Int) { myAuditEntries(before: $before) { next entries { sequence event actorName subject subjectName } } }`;
const CHAIN = `query { auditChain { head { sequence hash } check { sequence findings } } }`;
const EXPORT = `mutation ($filter: AuditFilterInput) { exportAudit(filter: $filter) { __typename
  ... on AuditExport { csv rows } ... on AuditExportTooLargeProblem { rows most } } }`;
const ENROL = `mutation ($input: EnrolKeyInput!) { enrolKey(input: $input) { __typename } }`;

interface Entry {
  readonly sequence: number;
  readonly event: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}
interface Page {
  readonly next: number | null;
  readonly entries: readonly Entry[];
}

let api: TestApi;
let administrator: TestAccount;
let member: TestAccount;
const MANIFEST = Buffer.from('{"ctx":"release-manifest.v1"}');
const manifestFile = path.join(mkdtempSync(path.join(os.tmpdir(), 'sos-release-')), 'release-manifest.json');
beforeAll(async () => {
  writeFileSync(manifestFile, MANIFEST);
  api = await startTestApi({
    modules: (platform) => {
      const log = createLogModule(platform);
      return [
        createCampaignsModule(platform),
        createKeysModule(platform),
        log,
        createReleasesModule(platform, manifestFile),
        createAuditModule(platform, log.keptHeads),
      ];
    },
  });
  administrator = await makeAccount(api.database, { roles: ['administrator'], displayName: '=Ada' });
  member = await makeAccount(api.database, { roles: ['member'], displayName: 'Mo Member' });
});
afterAll(async () => {
  await api.close();
  rmSync(path.dirname(manifestFile), { recursive: true });
});

async function list(filter: Record<string, unknown> = {}, before: number | null = null): Promise<Page> {
  const { data, errors } = await api.run(ENTRIES, { filter, before }, administrator);
  expect(errors).toEqual([]);
  return data?.['auditEntries'] as Page;
}
const events = async (filter: Record<string, unknown> = {}) => (await list(filter)).entries.map(({ event }) => event);
const record = (entry: Parameters<typeof api.platform.audit.record>[0]) => api.platform.audit.record(entry);

describe('acts leave their entries', () => {
  test('a move and an approval, and what was approved', async () => {
    const desk = await makeDesk(api);
    const saved = (await save(api, desk.author, draftInput())) as unknown as { campaign: { id: string } };
    const { id } = saved.campaign;
    await move(api, desk.author, id, 'in_review');
    await move(api, desk.approver, id, 'approved');
    const { entries } = await list({ group: 'campaign' });
    expect(entries.map(({ event, actorId, subjectId }) => [event, actorId, subjectId])).toEqual([
      ['campaign.approved', desk.approver.id, id],
      ['campaign.moved', desk.approver.id, id],
      ['campaign.moved', desk.author.id, id],
    ]);
    expect(entries[2]?.facts).toEqual([
      { name: 'from', value: 'draft' },
      { name: 'to', value: 'in_review' },
    ]);
    expect(entries[0]?.facts.map(({ name }) => name)).toEqual(['textsHash', 'version']);
  });

  test('what was refused leaves none', async () => {
    const before = (await events()).length;
    const desk = await makeDesk(api);
    const saved = (await save(api, desk.author, draftInput())) as unknown as { campaign: { id: string } };
    await move(api, desk.author, saved.campaign.id, 'open');
    expect((await events()).length).toBe(before);
  });

  test('an enrolled key', async () => {
    const { publicKey, fingerprint } = await createEngine({ now: () => api.clock.now() }).generateKey();
    await api.run(ENROL, { input: { bytes: Buffer.from(publicKey).toString('base64') } }, member);
    expect((await list({ group: 'key' })).entries).toMatchObject([
      { event: 'key.enrolled', actorName: 'Mo Member', subject: 'key', subjectId: fingerprint },
    ]);
  });

  test('what cannot be recorded does not happen', async () => {
    const other = await makeAccount(api.database, { roles: ['member'] });
    const { publicKey } = await createEngine({ now: () => api.clock.now() }).generateKey();
    await api.database.executeSql(
      `ALTER TABLE "AuditEntry" ADD CONSTRAINT closed CHECK ("event" <> 'key.enrolled') NOT VALID`,
    );
    const { errors } = await api.run(ENROL, { input: { bytes: Buffer.from(publicKey).toString('base64') } }, other);
    await api.database.executeSql(`ALTER TABLE "AuditEntry" DROP CONSTRAINT closed`);
    expect(errors).toMatchObject([{ code: 'INTERNAL' }]);
    expect(await api.database.prisma.publicKey.count({ where: { accountId: other.id } })).toBe(0);
  });
});

describe('reading it', () => {
  test('filters by group, person, subject and time, and each together', async () => {
    await record({ event: 'case.deleted', actorId: member.id, subject: 'case', subjectId: 'ab'.repeat(32) });
    await record({ event: 'membership.changed', actorId: administrator.id, subject: 'account', subjectId: member.id });
    expect(await events({ group: 'case' })).toEqual(['case.deleted']);
    expect(await events({ actor: 'mo mem' })).toEqual(['case.deleted', 'key.enrolled']);
    expect(await events({ actor: administrator.id })).toEqual(['membership.changed']);
    expect(await events({ actor: 'nobody of this name' })).toEqual([]);
    expect(await events({ actor: 'mo', subject: 'key' })).toEqual(['key.enrolled']);
    const now = api.clock.now();
    expect(await events({ from: new Date(now.getTime() + 1000).toISOString() })).toEqual([]);
    expect(await events({ group: 'case', to: new Date(now.getTime() - 7_200_000).toISOString() })).toEqual([]);
    for (const filter of [{ group: 'nonsense' }, { subject: 'x' }, { actor: 'x'.repeat(500) }])
      expect((await api.run(ENTRIES, { filter }, administrator)).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });

  test('no entry says which case', async () => {
    const { entries } = await list({ group: 'case' });
    expect(entries).toMatchObject([{ subject: 'case', subjectId: null, subjectName: null, actorName: 'Mo Member' }]);
  });

  test('an account that is gone is an id without a name', async () => {
    const gone = await makeAccount(api.database, { roles: ['member'] });
    await record({ event: 'session.signedOut', actorId: gone.id, subject: 'session', subjectId: null });
    await api.database.prisma.account.delete({ where: { id: gone.id } });
    expect((await list({ group: 'session' })).entries).toMatchObject([{ actorId: gone.id, actorName: null }]);
  });

  test('each person reads what they did and what was done to them, and nothing else', async () => {
    const { data } = await api.run(MINE, {}, member);
    const { entries } = data?.['myAuditEntries'] as Page;
    expect(entries.map(({ event }) => event)).toEqual(['membership.changed', 'case.deleted', 'key.enrolled']);
    expect(entries[0]).toMatchObject({ actorName: '=Ada', subjectName: 'Mo Member' });
    const stranger = await makeAccount(api.database, { roles: ['coordinator'] });
    expect((await api.run(MINE, {}, stranger)).data).toEqual({ myAuditEntries: { next: null, entries: [] } });
    expect((await api.run(ENTRIES, {}, stranger)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('pages go on without gap or repetition, whatever is written meanwhile', async () => {
    const facts = { count: '1' };
    for (let index = 0; index < 60; index += 1)
      await record({ event: 'backup.made', actorId: null, subject: 'service', subjectId: null, facts });
    const first = await list({ group: 'backup' });
    await record({ event: 'backup.made', actorId: null, subject: 'service', subjectId: null, facts });
    const second = await list({ group: 'backup' }, first.next);
    expect([first.entries.length, second.entries.length, second.next]).toEqual([50, 10, null]);
    expect(new Set([...first.entries, ...second.entries].map(({ sequence }) => sequence)).size).toBe(60);
  });
});

describe('taking it along', () => {
  test('an export is whole, harmless in a spreadsheet, names no case, and is an entry itself', async () => {
    const { data } = await api.run(EXPORT, { filter: {} }, administrator);
    const { csv, rows } = data?.['exportAudit'] as { csv: string; rows: number };
    expect(csv.trimEnd().split('\r\n')).toHaveLength(rows + 1);
    expect(csv).toContain(`"'=Ada"`);
    expect(csv).not.toContain('ab'.repeat(32));
    expect((await list({ group: 'export' })).entries).toMatchObject([
      {
        actorId: administrator.id,
        facts: [
          { name: 'rows', value: String(rows) },
          { name: 'what', value: 'audit' },
        ],
      },
    ]);
  });

  test('a session whose proof is old has to prove again, and nothing is exported meanwhile', async () => {
    const body = { query: EXPORT, variables: {} };
    const request = { method: 'POST', url: '/graphql', payload: body } as const;
    const before = (await events({ group: 'export' })).length;
    const headers = await sessionHeaders(api.platform, administrator);
    await api.database.prisma.session.updateMany({
      data: { provenAt: new Date(api.clock.now().getTime() - 3_600_000) },
    });
    const answer = await api.app.inject({ ...request, headers });
    expect(answer.json<{ errors: { extensions: { code: string } }[] }>().errors[0]?.extensions.code).toBe(
      'STEP_UP_REQUIRED',
    );
    expect((await events({ group: 'export' })).length).toBe(before);
  });
});

/** The log as somebody outside sees it. */
function outside(): LogSource & { key(): Promise<NoteKey> } {
  const get = async (url: string) => api.site.inject({ method: 'GET', url });
  const proof = async (url: string): Promise<readonly Hash[] | null> => {
    const answer = await get(url);
    if (answer.statusCode !== 200) return null;
    return answer.json<{ proof: string[] }>().proof.flatMap((hash) => fromBase64(hash) ?? []);
  };
  return {
    checkpoint: async () => (await get('/log/checkpoint')).body,
    consistency: (from, to) => proof(`/log/proof/consistency?from=${from}&to=${to}`),
    inclusion: (index, size) => proof(`/log/proof/inclusion?index=${index}&size=${size}`),
    async key() {
      const key = parseNoteKey((await get('/log/key')).body);
      if (!key) throw new Error('no key is served');
      return key;
    },
  };
}

async function publish(version: number): Promise<Buffer> {
  const sha256 = Buffer.alloc(32, version);
  const at = api.clock.now();
  await api.database.prisma.roster.create({
    data: {
      version,
      bytes: Uint8Array.of(version),
      sha256: Uint8Array.from(sha256),
      issued: at,
      renewBy: at,
      notAfter: at,
    },
  });
  await api.runJob('log.publications');
  return sha256;
}

describe('the transparency log', () => {
  test('an empty log has a signed head too', async () => {
    const source = outside();
    expect(await followLog(source, { key: await source.key() }, null)).toMatchObject({
      ok: true,
      checkpoint: { size: 0 },
    });
  });

  test('a stranger follows it as it grows, and finds what they hold, on both origins and without a cookie', async () => {
    const source = outside();
    const pinned = { key: await source.key() };
    const objects = [await publish(1), await publish(2), await publish(3)];
    const first = await followLog(source, pinned, null);
    if (!first.ok) throw new Error(first.problem);
    await publish(4);
    await api.runJob('log.audit-head');
    const second = await followLog(source, pinned, first.checkpoint);
    expect(second).toMatchObject({ ok: true, checkpoint: { size: 5, origin: 'localhost:4000/log' } });
    const { index, salt } = await api.database.prisma.logLeaf.findFirstOrThrow({ where: { reference: '2' } });
    const leaf = leafHashOf({ kind: 'roster', salt, sha256: objects[1] ?? Buffer.alloc(32) });
    const { size, root } = first.checkpoint;
    expect(verifyInclusion({ leaf, index, size, root, proof: (await source.inclusion(index, size)) ?? [] })).toBe(true);
    const onApp = await api.app.inject({ method: 'GET', url: '/log/checkpoint' });
    expect(onApp.body).toBe(await source.checkpoint());
    expect(onApp.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-cache' });
    expect(onApp.headers['set-cookie']).toBeUndefined();
  });

  test('proofs and leaves of a fixed size may be kept; what is not there yet, or is nonsense, is refused', async () => {
    const get = (url: string) => api.site.inject({ method: 'GET', url });
    const leaves = await get('/log/leaves?from=0&to=2');
    expect(leaves.json<{ leaves: string[] }>().leaves.map((leaf) => fromBase64(leaf)?.length)).toEqual([32, 32]);
    expect(leaves.headers['cache-control']).toContain('immutable');
    const statuses = [
      ['/log/leaves?from=0&to=99', 404],
      ['/log/leaves?from=2&to=1', 400],
      ['/log/leaves?from=0&to=99999', 400],
      ['/log/proof/inclusion?index=0&size=99', 404],
      ['/log/proof/inclusion?index=3&size=3', 400],
      ['/log/proof/inclusion?index=-1&size=3', 400],
      ['/log/proof/consistency?from=3&to=1', 400],
      ['/log/proof/consistency?from=0x1&to=2', 400],
      ['/log/proof/consistency?from=1', 400],
      ['/log/checkpoint?cosigned=1', 404],
    ] as const;
    for (const [url, status] of statuses) expect([url, (await get(url)).statusCode]).toEqual([url, status]);
  });

  test('the release is served byte for byte, and with its signatures and its place once it is published', async () => {
    const [manifest, signatures, place] = ['json', 'json.sig', 'place.json'].map(
      (name) => `/.well-known/sos-release.${name}`,
    );
    const get = (url = '') => api.app.inject({ method: 'GET', url });
    const served = await get(manifest);
    expect(served.rawPayload.equals(MANIFEST)).toBe(true);
    expect(served.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-cache' });
    expect([(await get(signatures)).statusCode, (await get(place)).statusCode]).toEqual([404, 404]);

    const release = {
      bytes: MANIFEST,
      version: '1.0.0',
      signatures: ['a', 'b'].map((armored) => ({ fingerprint: armored, armored })),
    };
    const publishOnce = () => api.database.prisma.$transaction((tx) => publishRelease(tx, release, api.clock.now()));
    const [first, again] = [await publishOnce(), await publishOnce()];
    expect([first.isNew, again.isNew, again.place.index]).toEqual([true, false, first.place.index]);
    expect((await get(signatures)).body).toBe('a\nb\n');
    const { index, salt } = (await get(place)).json<{ index: number; salt: string }>();
    const verdict = await followLog(outside(), { key: await outside().key() }, null);
    if (!verdict.ok) throw new Error(verdict.problem);
    const { size, root } = verdict.checkpoint;
    const sha256 = createHash('sha256').update(MANIFEST).digest();
    const leaf = leafHashOf({ kind: 'release', salt: fromBase64(salt) ?? new Uint8Array(), sha256 });
    expect(verifyInclusion({ leaf, index, size, root, proof: (await outside().inclusion(index, size)) ?? [] })).toBe(
      true,
    );
  });

  test('the same audit head twice is one leaf', async () => {
    const before = await api.database.prisma.logLeaf.count();
    await api.runJob('log.audit-head');
    expect(await api.database.prisma.logLeaf.count()).toBe(before);
  });
});

describe('whether the chain holds', () => {
  test('is read whole by a job, and said on the screen', async () => {
    await api.runJob('audit.verify');
    const { data } = await api.run(CHAIN, {}, administrator);
    const { head, check } = data?.['auditChain'] as { head: { sequence: number }; check: object };
    expect(check).toEqual({ sequence: head.sequence, findings: 0 });
  });

  test('a chain written again to its end is found by the head in the log, and reaches the server’s log as a code', async () => {
    await api.database.executeSql(
      `ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL; DELETE FROM "AuditEntry" WHERE "sequence" > 3`,
    );
    await api.runJob('audit.verify');
    expect((await api.run(CHAIN, {}, administrator)).data).toMatchObject({
      auditChain: { check: { sequence: 3, findings: 1 } },
    });
    expect(api.log.some((line) => line.includes('audit.broken') && line.includes('cut'))).toBe(true);
  });

  test('and so is one whose heads in the log were made to look like nothing', async () => {
    const kept = await api.database.prisma.logLeaf.count({ where: { kind: 'audit' } });
    await api.database.executeSql(
      `ALTER TABLE "LogLeaf" DISABLE TRIGGER ALL; UPDATE "LogLeaf" SET "reference" = '' WHERE "kind" = 'audit'`,
    );
    await api.runJob('audit.verify');
    expect((await api.run(CHAIN, {}, administrator)).data).toMatchObject({ auditChain: { check: { findings: kept } } });
    expect(api.log.some((line) => line.includes('audit.broken') && line.includes('log_disguised'))).toBe(true);
  });

  test('a log that was taken back is a rollback to whoever saw it, also in a process that had read it', async () => {
    const source = outside();
    const pinned = { key: await source.key() };
    const seen = await followLog(source, pinned, null);
    if (!seen.ok) throw new Error(seen.problem);
    await api.database.executeSql(`ALTER TABLE "LogLeaf" DISABLE TRIGGER ALL; DELETE FROM "LogLeaf" WHERE "index" > 1`);
    expect(await followLog(source, pinned, seen.checkpoint)).toMatchObject({ ok: false, problem: 'rolled_back' });
    for (const version of [7, 8, 9, 10]) await publish(version);
    expect(await followLog(source, pinned, seen.checkpoint)).toMatchObject({ ok: false, problem: 'forked' });
  });
});
