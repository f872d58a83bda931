import { isBucket, type FileManifest } from '@sos/domain';
import { randomBytes } from './bytes.js';
import { checkChunkHashes, FILE_CHUNK_SIZE } from './chunks.js';
import { inspectChunk } from './inspect.js';
import { destinationOf } from './testing/sealing.js';
import { createWorld, verified, type World } from './testing/world.js';
import type { FileRef, Grant, SealedChunk, UnlockedKey, VerifiedRoster } from './types.js';

interface SealedFile {
  readonly manifest: FileManifest;
  readonly grants: readonly Grant[];
  readonly chunks: readonly SealedChunk[];
}

const BLOB_ID = '0b7a1a52-6a0d-4d38-9d7f-6a4c26fbb3aa';

describe('files', () => {
  let world: World;
  let roster: VerifiedRoster;
  let file: SealedFile;
  const content = randomBytes(FILE_CHUNK_SIZE * 2 + 1234);

  beforeAll(async () => {
    world = await createWorld();
    roster = await verified(world);
    file = await sealFile(content);
  });

  async function startSealing(
    size: number,
  ): Promise<{ file: FileRef; grants: readonly Grant[]; chunkSize: number; chunkCount: number }> {
    const destination = destinationOf(world, roster.ref, 'case');
    const shownReaders = (await world.engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
    return world.engine.startSealFile({
      ...destination,
      key: world.member.key,
      blobId: BLOB_ID,
      name: 'foto.jpg',
      mediaType: 'image/jpeg',
      size,
      shownReaders,
    });
  }

  async function sealFile(bytes: Uint8Array): Promise<SealedFile> {
    const started = await startSealing(bytes.length);
    const chunks: SealedChunk[] = [];
    for (let index = 0; index < started.chunkCount; index += 1) {
      const part = bytes.slice(index * started.chunkSize, (index + 1) * started.chunkSize);
      chunks.push(await world.engine.sealChunk({ file: started.file, index, bytes: part }));
    }
    return { manifest: await world.engine.finishSealFile({ file: started.file }), grants: started.grants, chunks };
  }

  async function startOpening(reader: UnlockedKey, { manifest, grants }: SealedFile): Promise<FileRef> {
    const pkesk = grants.find(({ keyFingerprint }) => keyFingerprint === reader.fingerprint)?.pkesk ?? new Uint8Array();
    return (await world.engine.startOpenFile({ key: reader.key, manifest, pkesk })).file;
  }

  async function readBack(reader: UnlockedKey, sealed: SealedFile): Promise<Uint8Array> {
    const opened = await startOpening(reader, sealed);
    const parts: Uint8Array[] = [];
    for (const { index, seipd } of sealed.chunks) {
      const result = await world.engine.openChunk({ file: opened, index, seipd });
      if (!result.ok) throw new Error(result.problem);
      parts.push(result.bytes);
    }
    expect(await world.engine.finishOpenFile({ file: opened })).toEqual({ ok: true, size: sealed.manifest.size });
    return Buffer.concat(parts);
  }

  function chunkOf(index: number): Uint8Array {
    return file.chunks[index]?.seipd ?? new Uint8Array();
  }

  it('comes back to the octet, in chunks that are all buckets', async () => {
    expect(file.chunks).toHaveLength(3);
    for (const { seipd } of file.chunks) {
      const inspected = inspectChunk(seipd);
      expect(inspected.ok && isBucket(inspected.seipd.bodyLength)).toBe(true);
    }
    expect(chunkOf(0)).toHaveLength(4 * 1024 * 1024 + 6);
    const [responder] = world.responders;
    expect(Buffer.compare(await readBack(responder ?? world.member, file), content)).toBe(0);
  });

  it.each([0, 1, 4046, 4047, 16_000])('takes the same path for a small file (%i octets)', async (size) => {
    const small = randomBytes(size);
    const sealed = await sealFile(small);
    expect(sealed.chunks).toHaveLength(1);
    expect(Buffer.compare(await readBack(world.member, sealed), small)).toBe(0);
  });

  it('names a swapped chunk', async () => {
    const opened = await startOpening(world.member, file);
    expect(await world.engine.openChunk({ file: opened, index: 0, seipd: chunkOf(1) })).toEqual({
      ok: false,
      problem: 'chunk_swapped',
      index: 0,
      belongsAt: 1,
    });
  });

  it('names a repeated, an extra, a damaged and a missing chunk', async () => {
    const opened = await startOpening(world.member, file);
    expect(await world.engine.openChunk({ file: opened, index: 0, seipd: chunkOf(0) })).toMatchObject({ ok: true });
    expect(await world.engine.openChunk({ file: opened, index: 1, seipd: chunkOf(0) })).toEqual({
      ok: false,
      problem: 'chunk_repeated',
      index: 1,
      belongsAt: 0,
    });
    const other = await sealFile(randomBytes(100));
    const foreign = other.chunks[0]?.seipd ?? new Uint8Array();
    expect(await world.engine.openChunk({ file: opened, index: 1, seipd: foreign })).toEqual({
      ok: false,
      problem: 'chunk_damaged',
      index: 1,
    });
    expect(await world.engine.openChunk({ file: opened, index: 3, seipd: foreign })).toEqual({
      ok: false,
      problem: 'chunk_extra',
      index: 3,
    });
    expect(await world.engine.finishOpenFile({ file: opened })).toEqual({
      ok: false,
      problem: 'chunk_missing',
      missing: [1, 2],
    });
  });

  it('names the same from the hashes alone, before anything is downloaded', () => {
    const [first = '', second = '', third = ''] = file.manifest.chunks;
    const extra = 'f'.repeat(64);
    expect(checkChunkHashes(file.manifest, [first, second, third])).toEqual([]);
    expect(checkChunkHashes(file.manifest, [first, third])).toEqual([
      { problem: 'chunk_swapped', index: 1, belongsAt: 2 },
      { problem: 'chunk_missing', index: 1 },
    ]);
    expect(checkChunkHashes(file.manifest, [first, first, third])).toEqual([
      { problem: 'chunk_repeated', index: 1, belongsAt: 0 },
      { problem: 'chunk_missing', index: 1 },
    ]);
    expect(checkChunkHashes(file.manifest, [first, second, third, extra])).toEqual([
      { problem: 'chunk_extra', index: 3 },
    ]);
  });

  it('refuses another file’s grant, and a manifest whose whole is not what its chunks make', async () => {
    const other = await sealFile(randomBytes(100));
    await expect(startOpening(world.member, { ...file, grants: other.grants })).rejects.toMatchObject({
      code: 'SESSION_KEY_MISMATCH',
    });
    const opened = await startOpening(world.member, {
      ...other,
      manifest: { ...other.manifest, sha256: 'a'.repeat(64) },
    });
    await world.engine.openChunk({ file: opened, index: 0, seipd: other.chunks[0]?.seipd ?? new Uint8Array() });
    expect(await world.engine.finishOpenFile({ file: opened })).toEqual({ ok: false, problem: 'file_changed' });
  });

  it('takes chunks in order and of the announced length only', async () => {
    const started = await startSealing(FILE_CHUNK_SIZE + 10);
    await expect(
      world.engine.sealChunk({ file: started.file, index: 1, bytes: new Uint8Array(10) }),
    ).rejects.toMatchObject({ code: 'CHUNK_OUT_OF_ORDER' });
    await expect(
      world.engine.sealChunk({ file: started.file, index: 0, bytes: new Uint8Array(10) }),
    ).rejects.toMatchObject({ code: 'FILE_INVALID' });
    await expect(world.engine.finishSealFile({ file: started.file })).rejects.toMatchObject({
      code: 'CHUNK_OUT_OF_ORDER',
    });
    await world.engine.dropFile({ file: started.file });
    await expect(world.engine.finishSealFile({ file: started.file })).rejects.toMatchObject({ code: 'FILE_UNKNOWN' });
  });
});
