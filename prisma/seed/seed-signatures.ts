import { randomBytes, randomUUID } from 'node:crypto';
import type { Prisma } from '@sos/database';

import type { SeedCampaign } from './campaign-data.js';
import { DEMO_ORGANISATIONS, DEMO_PEOPLE } from './people.js';
import type { SeedContext } from './seed-context.js';

export const DEMO_PARTNER_KEY = 'demo-partner';

/** Nobody signed these: rows like the real ones, but with nobody's name and address sealed in them. */
const COUNTRIES = ['MX', 'KE', 'CO', 'ES', 'PH', 'ZA', 'BR', null, 'IN', 'AR', 'NG', 'FR', null, 'GT', 'ID'] as const;
const BATCH = 200;

interface Target {
  readonly id: string;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
}
type Signature = Prisma.SignatureCreateManyInput & { id: string; createdAt: Date };
type SignatureEvent = Prisma.SignatureEventCreateManyInput;

/** Early signatures come faster than late ones, as they do. */
function momentOf(index: number, count: number, from: Date, until: Date): Date {
  const progress = ((index + 1) / (count + 1)) ** 1.6;
  return new Date(from.getTime() + (until.getTime() - from.getTime()) * progress);
}

function individuals(
  count: number,
  { id: campaignId, opensAt, closesAt }: Target,
  partnerId: string | null,
  now: Date,
): Signature[] {
  const from = opensAt ?? now;
  const until = closesAt !== null && closesAt < now ? closesAt : now;
  return Array.from({ length: count }, (_unused, index) => ({
    id: randomUUID(),
    campaignId,
    kind: 'individual',
    duplicateHash: Uint8Array.from(randomBytes(32)),
    country: COUNTRIES[index % COUNTRIES.length] ?? null,
    namePublic: false,
    language: index % 3 === 0 ? 'en' : 'es',
    textVersion: 1,
    partnerId: index % 6 === 5 ? partnerId : null,
    createdAt: momentOf(index, count, from, until),
  }));
}

/** Every member organisation but those of the two member accounts, who are to sign for themselves. */
function signingOrganisations(): string[] {
  const own = new Set(
    DEMO_PEOPLE.filter(({ roles }) => roles.includes('member')).map(({ organisation }) => organisation),
  );
  return DEMO_ORGANISATIONS.map(({ slug }) => slug).filter((slug) => !own.has(slug) && slug !== 'network-secretariat');
}

function organisationSignatures(target: Target, organisations: ReadonlyMap<string, string>, now: Date): Signature[] {
  const ids = signingOrganisations().flatMap((slug) => organisations.get(slug) ?? []);
  return ids.map((organisationId, index) => ({
    id: randomUUID(),
    campaignId: target.id,
    kind: 'organisation',
    duplicateHash: Uint8Array.from(randomBytes(32)),
    namePublic: true,
    language: index % 2 === 0 ? 'en' : 'es',
    textVersion: 1,
    organisationId,
    createdAt: momentOf(
      index,
      ids.length,
      target.opensAt ?? now,
      target.closesAt !== null && target.closesAt < now ? target.closesAt : now,
    ),
  }));
}

/** Most confirm within minutes, some never, a few take it back. */
function eventsOf(signature: Signature, index: number): SignatureEvent[] {
  const { id: signatureId, campaignId, createdAt } = signature;
  const partnerId = signature.partnerId ?? null;
  const event = (kind: SignatureEvent['kind'], minutes: number) => ({
    ...{ signatureId, campaignId, kind, partnerId },
    at: new Date(createdAt.getTime() + minutes * 60_000),
  });
  const created = event('created', 0);
  if (signature.kind === 'individual' && index % 17 === 16) return [created];
  const confirmed = event('confirmed', 1);
  return signature.kind === 'individual' && index % 83 === 82
    ? [created, confirmed, event('withdrawn', 2)]
    : [created, confirmed];
}

/** Each batch whole, or none of it: a seed that is cut short leaves no signature without its events. */
export async function seedSignatures(
  { database, now }: SeedContext,
  campaign: SeedCampaign,
  target: Target,
  organisations: ReadonlyMap<string, string>,
): Promise<void> {
  if ((await database.prisma.signature.count({ where: { campaignId: target.id } })) > 0) return;
  const partner = await database.prisma.partner.findUnique({ where: { key: DEMO_PARTNER_KEY }, select: { id: true } });
  const people = individuals(campaign.individualSignatures, target, partner?.id ?? null, now);
  const signatures = [...people, ...organisationSignatures(target, organisations, now)];
  for (let start = 0; start < signatures.length; start += BATCH) {
    const batch = signatures.slice(start, start + BATCH);
    await database.prisma.$transaction([
      database.prisma.signature.createMany({ data: batch }),
      database.prisma.signatureEvent.createMany({
        data: batch.flatMap((signature, index) => eventsOf(signature, start + index)),
      }),
    ]);
  }
}
