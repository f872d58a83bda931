import { z } from 'zod';
import { audienceSchema } from './audience.js';
import { CHUNK_BUCKET, ENTRY_BUCKET_MAX } from './buckets.js';
import { fingerprintSchema, parseSignedJson, sha256HexSchema } from './roster.js';
import { SEVERITIES } from './vocabulary.js';

/** Limits on what a person may write; the sizes the server enforces are those of the buckets. */
export const ENTRY_LIMITS = {
  textCharacters: 100_000,
  answers: 200,
  answerCharacters: 50_000,
  heads: 64,
  recipients: 64,
  fileNameCharacters: 255,
  chunks: 1_000,
  fileBytes: 500 * 1024 * 1024,
  jsonBytes: ENTRY_BUCKET_MAX,
} as const;

/**
 * An entry may be sealed under a superseded roster, and a departed author's words are taken, for this many days: an outbox may have
 * been offline that long when the team changed.
 */
export const SUPERSEDED_ROSTER_DAYS = 7;

const uuidSchema = z.uuidv4();
const textSchema = z.string().min(1).max(ENTRY_LIMITS.textCharacters);
const answerTextSchema = z.string().max(ENTRY_LIMITS.answerCharacters);

export const answerSchema = z.union([
  answerTextSchema,
  z.boolean(),
  z.number(),
  z.null(),
  z.array(answerTextSchema).max(ENTRY_LIMITS.answers),
]);
export const answersSchema = z
  .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,79}$/), answerSchema)
  .refine((answers) => Object.keys(answers).length <= ENTRY_LIMITS.answers, 'too many answers');

/** The level is signed even where the sender hides it from the server, so a responder sees what was really said. */
const reportDraftSchema = z.strictObject({
  severity: z.enum(SEVERITIES),
  answers: answersSchema,
  /** 16 random octets, hex. With the hash of the author's key it gives the case's id, so that no other key can claim the case. */
  caseNonce: z.string().regex(/^[0-9a-f]{32}$/),
});

/** The member's whole public key travels in the signed report: nobody has to take the server's word for it. */
export const reportBodySchema = reportDraftSchema.extend({ authorKey: z.string().min(1).max(20_000) });
export const messageBodySchema = z.strictObject({ text: textSchema });
export const fileBodySchema = z.strictObject({
  name: z.string().min(1).max(ENTRY_LIMITS.fileNameCharacters),
  mediaType: z.string().regex(/^[\w.+-]{1,80}\/[\w.+-]{1,80}$/),
  /** True size: the last chunk carries padding after it. */
  size: z.int().min(0).max(ENTRY_LIMITS.fileBytes),
  /** Bytes of the file in every chunk but the last. */
  chunkSize: z.int().min(1).max(CHUNK_BUCKET),
  /** SHA-256 of each chunk's SEIPD packet, in order. */
  chunks: z.array(sha256HexSchema).min(1).max(ENTRY_LIMITS.chunks),
  sha256: sha256HexSchema,
  sessionKeySha256: sha256HexSchema,
  blobId: uuidSchema,
});
export const ackBodySchema = z.strictObject({ entryHash: sha256HexSchema });

const consentBodySchema = z.strictObject({
  uses: z
    .record(z.string().regex(/^[a-z][a-z_]{0,39}$/), z.enum(['yes', 'no', 'ask_first']))
    .refine((uses) => Object.keys(uses).length <= 40, 'too many uses'),
});
const noteBodySchema = z.strictObject({ text: textSchema });

/** What a person brings to an entry; the engine adds everything that binds it to its place. */
export const entryDraftSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('report'), body: reportDraftSchema }),
  z.strictObject({ kind: z.literal('message'), body: messageBodySchema }),
  z.strictObject({ kind: z.literal('team_note'), body: noteBodySchema }),
  z.strictObject({ kind: z.literal('assessment'), body: noteBodySchema }),
  z.strictObject({ kind: z.literal('consent'), body: consentBodySchema }),
  z.strictObject({ kind: z.literal('action'), body: noteBodySchema }),
  z.strictObject({ kind: z.literal('referral'), body: noteBodySchema }),
  z.strictObject({ kind: z.literal('file'), body: fileBodySchema }),
  z.strictObject({ kind: z.literal('ack'), body: ackBodySchema }),
]);

const boundShape = {
  ctx: z.literal('entry.v1'),
  caseId: uuidSchema,
  entryId: uuidSchema,
  audience: audienceSchema,
  formHash: sha256HexSchema.optional(),
  /** The sequence counts one author's entries of one case to one audience, from 1: it must not tell of entries one cannot see. */
  author: z.strictObject({ fingerprint: fingerprintSchema, sequence: z.int().min(1).max(1_000_000) }),
  heads: z.array(sha256HexSchema).max(ENTRY_LIMITS.heads),
  recipients: z.array(sha256HexSchema).min(1).max(ENTRY_LIMITS.recipients),
  rosterVersion: z.int().min(1),
  rosterSha256: sha256HexSchema,
  build: z.string().min(1).max(128),
  createdAt: z.iso.datetime(),
  pad: z.string(),
};

/** The signed JSON of an entry (`entry.v1`). */
export const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...boundShape, kind: z.literal('report'), body: reportBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('message'), body: messageBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('team_note'), body: noteBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('assessment'), body: noteBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('consent'), body: consentBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('action'), body: noteBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('referral'), body: noteBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('file'), body: fileBodySchema }),
  z.strictObject({ ...boundShape, kind: z.literal('ack'), body: ackBodySchema }),
]);

export type Answers = z.infer<typeof answersSchema>;
export type FileManifest = z.infer<typeof fileBodySchema>;
export type EntryDraft = z.infer<typeof entryDraftSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

/** Signed bytes → entry, or undefined when anything about them is not as it must be (`ctx` first, one spelling, known fields). */
export function parseEntry(bytes: Uint8Array): Entry | undefined {
  return entrySchema.safeParse(parseSignedJson(bytes, 'entry.v1')).data;
}
