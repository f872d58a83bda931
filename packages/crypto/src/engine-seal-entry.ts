import { bucketFor, ENTRY_BUCKET_MAX, entryDraftSchema, entrySchema, type Entry } from '@sos/domain';
import { randomBytes, sha256Hex, toBase64, type Bytes } from './bytes.js';
import { caseIdFor } from './case-id.js';
import type { HeldKey } from './engine-key-ring.js';
import { encryptPackets, newSessionKey, packetsLength, SEIPD_OVERHEAD, wrapSessionKey } from './engine-literal.js';
import { armorPublicKey } from './engine-public-key.js';
import { planReaders, requireShown, requireWriter, type PlannedReader } from './engine-readers.js';
import { trustedTime, type TrustedRoster } from './engine-roster.js';
import { CryptoError } from './errors.js';
import { openpgp } from './openpgp-library.js';
import type { Grant, SealedEntry, SealEntryRequest } from './types.js';

/** Fresh randomness in every try, so that no two tries sign the same bytes. */
const PAD_RANDOM = 16;
/** A signature's length varies by an octet or two (leading zeros); each try fits with about nine chances in ten. */
const MAX_TRIES = 60;

function padOf(length: number): string {
  return toBase64(randomBytes(PAD_RANDOM)).slice(0, PAD_RANDOM).padEnd(length, '.');
}

function bodyOf(request: SealEntryRequest, held: HeldKey): unknown {
  const draft = entryDraftSchema.safeParse(request.draft).data;
  if (!draft) throw new CryptoError('ENTRY_INVALID');
  return draft.kind === 'report' ? { ...draft.body, authorKey: armorPublicKey(held.publicKey.publicKey) } : draft.body;
}

/** The order of the fields is the order in which they are signed; `ctx` is first. */
function composeEntry(
  request: SealEntryRequest,
  held: HeldKey,
  trusted: TrustedRoster,
  readers: readonly PlannedReader[],
  time: Date,
): Entry {
  const entry = entrySchema.safeParse({
    ctx: 'entry.v1',
    caseId: request.caseId,
    entryId: request.entryId,
    kind: request.draft.kind,
    audience: request.audience,
    ...(request.formHash === undefined ? {} : { formHash: request.formHash }),
    author: { fingerprint: held.publicKey.fingerprint, sequence: request.sequence },
    heads: request.heads,
    recipients: readers.map(({ keySha256 }) => keySha256),
    rosterVersion: trusted.roster.version,
    rosterSha256: trusted.sha256,
    build: request.build,
    createdAt: time.toISOString(),
    body: bodyOf(request, held),
    pad: '',
  });
  if (!entry.success) throw new CryptoError('ENTRY_INVALID');
  requireOwnCase(entry.data, held);
  return entry.data;
}

/** A report for a case that another key opened: every reader would refuse it. */
function requireOwnCase(entry: Entry, { publicKey }: HeldKey): void {
  if (entry.kind !== 'report') return;
  if (caseIdFor(publicKey.keySha256, entry.body.caseNonce) !== entry.caseId) throw new CryptoError('ENTRY_INVALID');
}

/** JSON with `ctx` first and `pad` last, whatever order a schema library gives the rest back in. */
function toBytes({ ctx, pad: _pad, ...rest }: Entry, padLength: number): Bytes {
  return new TextEncoder().encode(JSON.stringify({ ctx, ...rest, pad: padOf(padLength) }));
}

async function sign(bytes: Bytes, privateKey: openpgp.PrivateKey, date: Date): Promise<openpgp.Message<Uint8Array>> {
  return openpgp.sign({
    message: await openpgp.createMessage({ binary: bytes, date }),
    signingKeys: privateKey,
    date,
    format: 'object',
  });
}

/**
 * Signs with as much padding as makes the SEIPD body exactly a bucket. The padding is inside what is signed, so a signature of
 * another length than the last one means signing again; the size then tells nothing of the author's kind of key.
 */
async function signToBucket(
  entry: Entry,
  privateKey: openpgp.PrivateKey,
  date: Date,
): Promise<openpgp.Message<Uint8Array>> {
  let padLength = PAD_RANDOM;
  let bucket = 0;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const signed = await sign(toBytes(entry, padLength), privateKey, date);
    const length = packetsLength(signed) + SEIPD_OVERHEAD;
    if (length === bucket) return signed;
    if (bucket === 0 || padLength + bucket - length < PAD_RANDOM) bucket = bucketFor(length + 2);
    if (bucket > ENTRY_BUCKET_MAX) throw new CryptoError('ENTRY_TOO_LARGE');
    padLength += bucket - length;
  }
  throw new CryptoError('INTERNAL');
}

export async function makeGrants(
  readers: readonly PlannedReader[],
  sessionKey: Uint8Array,
  date: Date,
): Promise<readonly Grant[]> {
  return Promise.all(
    readers.map(async ({ fingerprint, keySha256, encryptionSubkeyId, checked }) => ({
      keyFingerprint: fingerprint,
      keySha256,
      subkeyId: encryptionSubkeyId,
      pkesk: await wrapSessionKey(sessionKey, checked.parsed, encryptionSubkeyId, date),
    })),
  );
}

export async function sealEntry(
  request: SealEntryRequest,
  held: HeldKey,
  trusted: TrustedRoster,
  deviceTime: Date,
): Promise<SealedEntry> {
  const time = trustedTime(deviceTime, trusted);
  const readers = await planReaders(trusted, request, deviceTime);
  requireShown(readers, request.shownReaders);
  requireWriter(held, readers, request.audience, request.draft.kind);
  const signed = await signToBucket(composeEntry(request, held, trusted, readers, time), held.privateKey, time);
  const sessionKey = newSessionKey();
  const seipd = await encryptPackets(signed, sessionKey, time);
  return { seipd, entryHash: sha256Hex(seipd), grants: await makeGrants(readers, sessionKey, time) };
}
