import { toSignedBytes, type Entry, type FileManifest } from '@sos/domain';
import { caseIdFor } from '../case-id.js';
import { createCryptoClient } from '../client.js';
import { joinMessage } from '../framing.js';
import { openpgp } from '../openpgp-library.js';
import { sha256Hex } from '../bytes.js';
import type { CryptoApi, Grant, OpenEntryRequest, UnlockedKey } from '../types.js';
import { CASE_NONCE, daysFrom, evidenceFor, holderOf, rootSetOf, rosterOf, TEAM, type World } from './world.js';

/** What `pnpm bench crypto` measures inside a real browser: the built worker, reached as the app reaches it. */
export interface BenchPage {
  setUp(workerUrl: string): Promise<void>;
  /** Milliseconds to seal and to open a file of random bytes. */
  file(mebibytes: number): Promise<{ readonly seal: number; readonly open: number }>;
  /** Seals them; {@link openReports} opens them. */
  writeReports(count: number, characters: number): Promise<void>;
  openReports(): Promise<{ readonly worker: number; readonly oneThread: number }>;
  firstKey(): Promise<{ readonly key: number; readonly vaultAndKit: number }>;
}

interface Bench {
  readonly engine: CryptoApi;
  readonly world: World;
  readonly roster: Awaited<ReturnType<typeof trust>>;
}

let bench: Bench;
let reports: readonly OpenEntryRequest[] = [];

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const began = performance.now();
  const value = await work();
  return [performance.now() - began, value];
}

async function makeWorld(engine: CryptoApi): Promise<World> {
  const now = new Date();
  const keys: UnlockedKey[] = [];
  for (let made = 0; made < 7; made += 1) keys.push(await engine.generateKey());
  const [first, second, one, other, partner, recovery, member] = keys;
  if (!first || !second || !one || !other || !partner || !recovery || !member) throw new Error('keys');
  const from = daysFrom(now, -1);
  const holders = [one, other].map((key) => holderOf(key, 'responder', { from }));
  return {
    engine,
    roots: [first, second],
    responders: [one, other],
    partner,
    recovery,
    member,
    caseId: caseIdFor(member.keySha256, CASE_NONCE),
    rootSet: rootSetOf([first, second]),
    roster: rosterOf([{ id: TEAM, holders }], {
      issued: daysFrom(now, -1),
      renewBy: daysFrom(now, 29),
      notAfter: daysFrom(now, 74),
    }),
    setNow: () => undefined,
  };
}

async function trust(world: World) {
  const evidence = await evidenceFor(world, world.roster, { buildDate: daysFrom(new Date(), -10) });
  const verdict = await world.engine.verifyRoster(evidence);
  if (!verdict.ok) throw new Error(`${verdict.problem}: ${sha256Hex(toSignedBytes(world.roster))}`);
  return verdict;
}

async function destination() {
  const { engine, world, roster } = bench;
  const to = { roster: roster.ref, teamId: TEAM, audience: 'case', participants: [world.member.publicKey] } as const;
  const readers = await engine.planReaders(to);
  return { ...to, key: world.member.key, shownReaders: readers.map(({ keySha256 }) => keySha256) };
}

function ownGrant(grants: readonly Grant[]): Uint8Array<ArrayBuffer> {
  const found = grants.find(({ keyFingerprint }) => keyFingerprint === bench.world.member.fingerprint);
  if (!found) throw new Error('no grant');
  return found.pkesk;
}

async function sealFile(file: Blob) {
  const { engine } = bench;
  const named = { blobId: crypto.randomUUID(), name: 'x.bin', mediaType: 'application/octet-stream', size: file.size };
  const started = await engine.startSealFile({ ...(await destination()), ...named });
  const chunks: Uint8Array[] = [];
  for (let index = 0; index < started.chunkCount; index += 1) {
    const part = file.slice(index * started.chunkSize, (index + 1) * started.chunkSize);
    const bytes = new Uint8Array(await part.arrayBuffer());
    chunks.push((await engine.sealChunk({ file: started.file, index, bytes })).seipd);
  }
  const manifest = await engine.finishSealFile({ file: started.file });
  await engine.dropFile({ file: started.file });
  return { chunks, manifest, pkesk: ownGrant(started.grants) };
}

async function openFile(manifest: FileManifest, pkesk: Uint8Array, chunks: readonly Uint8Array[]): Promise<Blob> {
  const { engine, world } = bench;
  const { file } = await engine.startOpenFile({ key: world.member.key, manifest, pkesk });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [index, seipd] of chunks.entries()) {
    const opened = await engine.openChunk({ file, index, seipd });
    if (!opened.ok) throw new Error(opened.problem);
    parts.push(opened.bytes);
  }
  const finished = await engine.finishOpenFile({ file });
  if (!finished.ok) throw new Error(finished.problem);
  return new Blob(parts);
}

async function writeReport(sequence: number, characters: number): Promise<OpenEntryRequest> {
  const { engine, world, roster } = bench;
  const entryId = crypto.randomUUID();
  const body = { severity: 'high', answers: { what: 'a'.repeat(characters) }, caseNonce: CASE_NONCE } as const;
  const sealed = await engine.sealEntry({
    ...(await destination()),
    caseId: world.caseId,
    entryId,
    draft: { kind: 'report', body },
    sequence,
    heads: [],
    build: 'bench',
  });
  return {
    key: world.member.key,
    message: joinMessage([ownGrant(sealed.grants)], sealed.seipd),
    expected: { caseId: world.caseId, entryId, audience: 'case', teamId: TEAM },
    rosters: [roster.ref],
    participants: [world.member.publicKey],
  };
}

async function openInWorker(request: OpenEntryRequest): Promise<Entry> {
  const result = await bench.engine.openEntry(request);
  if (!result.ok) throw new Error(result.refusal);
  return result.entry;
}

/** The same messages by the library alone, one after the other, in this one thread: decrypted, and the signature verified. */
async function openByLibrary(privateKey: openpgp.PrivateKey): Promise<void> {
  const verificationKeys = privateKey.toPublic();
  for (const { message } of reports) {
    const binaryMessage = Uint8Array.from(message);
    const opened = await openpgp.decrypt({
      message: await openpgp.readMessage({ binaryMessage }),
      decryptionKeys: privateKey,
      verificationKeys,
      format: 'binary',
    });
    await opened.signatures[0]?.verified;
  }
}

const page: BenchPage = {
  async setUp(workerUrl) {
    const engine = createCryptoClient(new Worker(workerUrl, { type: 'module' }));
    const world = await makeWorld(engine);
    bench = { engine, world, roster: await trust(world) };
  },
  async file(mebibytes) {
    const bytes = new Uint8Array(mebibytes * 1024 * 1024);
    for (let start = 0; start < bytes.length; start += 65_536)
      crypto.getRandomValues(bytes.subarray(start, start + 65_536));
    const [seal, sealed] = await timed(() => sealFile(new Blob([bytes])));
    const [open, opened] = await timed(() => openFile(sealed.manifest, sealed.pkesk, sealed.chunks));
    if (opened.size !== bytes.length) throw new Error('size');
    return { seal, open };
  },
  async writeReports(count, characters) {
    const written: OpenEntryRequest[] = [];
    for (let made = 1; made <= count; made += 1) written.push(await writeReport(made, characters));
    reports = written;
  },
  async openReports() {
    const { engine, world } = bench;
    const passphrase = await engine.generatePassphrase();
    const armoredKey = await engine.exportRecoveryKit({ key: world.member.key, passphrase });
    const locked = await openpgp.readPrivateKey({ armoredKey });
    const privateKey = await openpgp.decryptKey({ privateKey: locked, passphrase });
    const [worker] = await timed(() => Promise.all(reports.map(openInWorker)));
    const [oneThread] = await timed(() => openByLibrary(privateKey));
    return { worker, oneThread };
  },
  async firstKey() {
    const { engine } = bench;
    const [key, made] = await timed(() => engine.generateKey());
    const [vaultAndKit] = await timed(async () => {
      await engine.createVault({ key: made.key, passphrase: await engine.generatePassphrase({ words: 6 }) });
      await engine.exportRecoveryKit({ key: made.key, passphrase: await engine.generatePassphrase() });
    });
    return { key, vaultAndKit };
  },
};

Object.assign(globalThis, { bench: page });
