import { z } from 'zod';

/** A holder's copy of the roster is good for 75 days and is due for renewal after 30. */
export const ROSTER_RENEW_DAYS = 30;
export const ROSTER_VALID_DAYS = 75;

const DAY_MS = 86_400_000;
const MAX_ROSTER_BYTES = 512 * 1024;

export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{40}$/);
export const instantSchema = z.iso.datetime();
export const versionSchema = z.int().min(1).max(1_000_000);

export const keyRefShape = { fingerprint: fingerprintSchema, keySha256: sha256HexSchema };
const keyRefSchema = z.strictObject(keyRefShape);

export const rootSetSchema = z
  .strictObject({
    ctx: z.literal('roots.v1'),
    version: versionSchema,
    threshold: z.int().min(1).max(32),
    members: z.array(keyRefSchema).min(1).max(32),
  })
  .refine(({ threshold, members }) => threshold <= members.length, 'threshold above members')
  .refine(({ members }) => allDistinct(members.map(({ fingerprint }) => fingerprint)), 'repeated member')
  .readonly();

export const holderRoleSchema = z.enum(['responder', 'partner_desk', 'recovery']);

const holderSchema = z.strictObject({
  ...keyRefShape,
  role: holderRoleSchema,
  from: instantSchema,
  until: instantSchema.nullable(),
  status: z.enum(['active', 'suspended']),
});

const teamSchema = z
  .strictObject({ id: z.string().regex(/^[a-z0-9-]{1,40}$/), holders: z.array(holderSchema).min(1).max(60) })
  .refine(({ holders }) => allDistinct(holders.map(({ fingerprint }) => fingerprint)), 'repeated holder');

export const rosterSchema = z
  .strictObject({
    ctx: z.literal('responder-roster.v1'),
    version: versionSchema,
    prevSha256: sha256HexSchema.nullable(),
    issued: instantSchema,
    renewBy: instantSchema,
    notAfter: instantSchema,
    rootSetVersion: versionSchema,
    teams: z.array(teamSchema).min(1).max(50),
    /** Whom the roots trust to sign later dates on the same content. Optional, so that every roster made before it still counts. */
    renewers: z.array(keyRefSchema).min(2).max(8).optional(),
  })
  .refine(({ teams }) => allDistinct(teams.map(({ id }) => id)), 'repeated team')
  .refine(({ version, prevSha256 }) => (version === 1) === (prevSha256 === null), 'chain')
  .refine(({ renewers = [] }) => allDistinct(renewers.map(({ fingerprint }) => fingerprint)), 'repeated renewer')
  .refine(hasLawfulDates, 'dates')
  .readonly();

export type RootSet = z.infer<typeof rootSetSchema>;
export type Roster = z.infer<typeof rosterSchema>;
export type RosterTeam = Roster['teams'][number];
export type RosterHolder = RosterTeam['holders'][number];
export type HolderRole = z.infer<typeof holderRoleSchema>;
/** What names a key beyond doubt: its fingerprint and the SHA-256 of the raw bytes it is served as. */
export interface KeyRef {
  readonly fingerprint: string;
  readonly keySha256: string;
}

function allDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function hasLawfulDates(roster: { issued: string; renewBy: string; notAfter: string }): boolean {
  const [issued, renewBy, notAfter] = [roster.issued, roster.renewBy, roster.notAfter].map((text) => Date.parse(text));
  if (issued === undefined || renewBy === undefined || notAfter === undefined) return false;
  const ordered = issued < renewBy && renewBy <= notAfter;
  return ordered && renewBy - issued <= ROSTER_RENEW_DAYS * DAY_MS && notAfter - issued <= ROSTER_VALID_DAYS * DAY_MS;
}

/**
 * Signed JSON has one spelling only: what JSON.stringify gives. A repeated key, a hidden blank or a second `ctx` would let
 * two readers of the same signed bytes see different things.
 */
export function parseSignedJson(bytes: Uint8Array, ctx: string): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith(`{"ctx":${JSON.stringify(ctx)}`)) return undefined;
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes to sign and keep. They are never made again from the parsed value. */
export function toSignedBytes(
  value: { readonly ctx: string } & Readonly<Record<string, unknown>>,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function parseRoster(bytes: Uint8Array): Roster | undefined {
  if (bytes.length > MAX_ROSTER_BYTES) return undefined;
  return rosterSchema.safeParse(parseSignedJson(bytes, 'responder-roster.v1')).data;
}

export function parseRootSet(bytes: Uint8Array): RootSet | undefined {
  if (bytes.length > MAX_ROSTER_BYTES) return undefined;
  return rootSetSchema.safeParse(parseSignedJson(bytes, 'roots.v1')).data;
}

export function findTeam(roster: Roster, teamId: string): RosterTeam | undefined {
  return roster.teams.find(({ id }) => id === teamId);
}

export function isActiveHolder(holder: RosterHolder, at: Date): boolean {
  const now = at.getTime();
  if (holder.status !== 'active' || Date.parse(holder.from) > now) return false;
  return holder.until === null || Date.parse(holder.until) > now;
}

/** The holders of a team who may receive at this moment, in roster order; every role unless one is asked for. */
export function activeHolders(roster: Roster, teamId: string, at: Date, role?: HolderRole): readonly RosterHolder[] {
  const holders = findTeam(roster, teamId)?.holders ?? [];
  return holders.filter((holder) => isActiveHolder(holder, at) && (role === undefined || holder.role === role));
}
