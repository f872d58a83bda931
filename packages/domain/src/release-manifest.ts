import { z } from 'zod';

import { instantSchema, parseSignedJson, sha256HexSchema } from './roster.js';

const MAX_MANIFEST_BYTES = 512 * 1024;

/** Which of the two origins serves a file. */
export const RELEASE_ORIGINS = ['app', 'site'] as const;
export type ReleaseOrigin = (typeof RELEASE_ORIGINS)[number];

/** Under which policy: each is spelled out once in the manifest. */
export const RELEASE_POLICIES = ['document', 'worker', 'data'] as const;

const fileSchema = z.strictObject({
  /** As a browser asks for it. */
  path: z.string().regex(/^\/[\w./-]{1,200}$/),
  sha256: sha256HexSchema,
  on: z.array(z.enum(RELEASE_ORIGINS)).min(1).max(RELEASE_ORIGINS.length),
  policy: z.enum(RELEASE_POLICIES),
});
export type ReleaseFile = z.infer<typeof fileSchema>;

const noteKeySchema = z.string().min(1).max(400);
const policySchema = z.string().min(1).max(2_000);

/** What a build trusts before it has asked anybody. */
export const buildTrustSchema = z.strictObject({
  pinnedRoots: z.strictObject({ first: sha256HexSchema, latest: sha256HexSchema }),
  /** The transparency log's key as `sos log key` spells it; null where the first one seen is believed. */
  log: noteKeySchema.nullable(),
  /** A witness without whose word no head of the log counts. */
  witness: noteKeySchema.nullable(),
  /** A device's clock is not behind it. */
  date: instantSchema,
  /** Names the build inside every signed entry. */
  id: z.string().min(1).max(128),
});
export type BuildTrust = z.infer<typeof buildTrustSchema>;

export const releaseManifestSchema = z
  .strictObject({
    ctx: z.literal('release-manifest.v1'),
    version: z.string().regex(/^[\w.+-]{1,64}$/),
    trust: buildTrustSchema,
    /** Of {@link releaseFilesHashInput}: one number to read out and compare. */
    filesSha256: sha256HexSchema,
    policies: z.strictObject({ document: policySchema, worker: policySchema, data: policySchema }),
    files: z.array(fileSchema).min(1).max(2_000),
  })
  .refine(({ files }) => isSorted(files), 'order')
  .readonly();
export type ReleaseManifest = z.infer<typeof releaseManifestSchema>;

/** By code units, so that every machine sorts alike; strictly, so that no path is there twice. */
function isSorted(files: readonly ReleaseFile[]): boolean {
  return files.every(({ path }, index) => index === 0 || (files[index - 1]?.path ?? '') < path);
}

/** Field order is part of the format. */
export function releaseFilesHashInput(files: readonly ReleaseFile[]): string {
  return JSON.stringify(files.map(({ path, sha256, on, policy }) => ({ path, sha256, on, policy })));
}

export function parseReleaseManifest(bytes: Uint8Array): ReleaseManifest | undefined {
  if (bytes.length > MAX_MANIFEST_BYTES) return undefined;
  return releaseManifestSchema.safeParse(parseSignedJson(bytes, 'release-manifest.v1')).data;
}

/** Where a service serves its manifest, on both origins; the same for every release. */
export const RELEASE_PATHS = {
  manifest: '/.well-known/sos-release.json',
  /** Armored detached signatures, one after the other. */
  signatures: '/.well-known/sos-release.json.sig',
  /** What finds it in the transparency log. */
  place: '/.well-known/sos-release.place.json',
} as const;

/** The place of an object in the transparency log. Whoever has the object may have it; alone it says nothing. */
export const logPlaceSchema = z.strictObject({
  index: z.int().min(0).max(1_000_000_000),
  /** Base64 of 32 octets. */
  salt: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});
