import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The last member of every backup: what the others are. A backup without it is a truncated one. */
export const MANIFEST_NAME = 'manifest.json';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const memberName = /^(database\/[0-9]{6}|blobs\/[0-9a-z][0-9a-z-]{0,63}\/[0-9a-z][0-9a-z-]{0,63}\.blob)$/;

const manifestSchema = z.strictObject({
  ctx: z.literal('backup.v1'),
  createdAt: z.iso.datetime(),
  sos: z.string(),
  postgresql: z.strictObject({
    server: z.string(),
    pgDump: z.string(),
    /** Transaction ids in the dump mean something on this system alone. */
    systemIdentifier: z.string(),
  }),
  migrations: z.array(z.string()),
  members: z.array(
    z.strictObject({ name: z.string().regex(memberName), size: z.number().int().min(0), sha256: sha256Schema }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestMember = Manifest['members'][number];

export const isDatabasePart = (name: string): boolean => name.startsWith('database/');

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @returns undefined for what is no manifest this code understands. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
