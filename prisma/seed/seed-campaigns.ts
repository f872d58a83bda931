import { randomUUID } from 'node:crypto';
import { newCampaignKeys, type Prisma } from '@sos/database';
import { campaignApprovalHashInput, campaignTextHashInput, LANGUAGES, type CampaignStatus } from '@sos/domain';

import { readCampaigns, type SeedCampaign } from './campaign-data.js';
import type { DemoRole } from './people.js';
import type { SeededPeople } from './seed-accounts.js';
import { DAY_MS, daysFrom, sha256, type SeedContext } from './seed-context.js';
import { seedSignatures } from './seed-signatures.js';

interface Cast {
  readonly people: SeededPeople;
  readonly organisations: ReadonlyMap<string, string>;
}

function idOf(people: SeededPeople, role: DemoRole): string {
  const id = people.get(role);
  if (id === undefined) throw new Error(`no demo account ${role}`);
  return id;
}

/** Midnight UTC at the end of that day: a deadline people can say aloud. */
function endOfDay(moment: Date): Date {
  return new Date(Math.ceil(moment.getTime() / DAY_MS) * DAY_MS - 1000);
}

function textsOf(campaign: SeedCampaign) {
  return LANGUAGES.map((language) => {
    const { title, summary, body, demands, country, disclaimer } = campaign;
    const signed = {
      language,
      title: title[language],
      summary: summary[language],
      body: body[language],
      demands: demands[language],
      country: country[language],
    };
    return {
      ...signed,
      version: 1,
      original: language === 'en',
      basedOnVersion: language === 'en' ? null : 1,
      callToAction: campaign.callToAction?.[language] ?? null,
      additionalInformation: campaign.additionalInformation?.[language] ?? null,
      disclaimer: disclaimer[language],
      hash: sha256(campaignTextHashInput(signed)),
    };
  });
}

function addresseesOf({ addressees }: SeedCampaign) {
  return addressees.map(({ channel, office, salutation }) => ({
    channel,
    texts: LANGUAGES.map((language) => ({
      language,
      office: office[language],
      salutation: salutation?.[language] ?? null,
    })),
  }));
}

/** What the approver is said to have read: what the desk computes of these rows. */
function approvalHash(campaign: SeedCampaign, texts: ReturnType<typeof textsOf>): Uint8Array<ArrayBuffer> {
  const addressees = addresseesOf(campaign);
  const hashed = texts.map((text) => ({ ...text, sha256Hex: Buffer.from(text.hash).toString('hex') }));
  return sha256(campaignApprovalHashInput({ ...campaign, addressees, texts: hashed }));
}

/** Who moved it when: author, approver and coordinator are three people, except where the coordinator is the author. */
function historyOf(campaign: SeedCampaign, people: SeededPeople, opensAt: Date, closesAt: Date) {
  const author = idOf(people, campaign.author);
  const coordinator = idOf(people, 'coordinator');
  const approver = idOf(people, 'approver');
  const moves: [CampaignStatus, CampaignStatus, string, Date][] = [
    ['draft', 'in_review', author, daysFrom(opensAt, -3)],
    ['in_review', 'approved', approver, daysFrom(opensAt, -1)],
    ['approved', 'open', campaign.author === 'coordinator' ? approver : coordinator, opensAt],
  ];
  if (campaign.status === 'archived') {
    moves.push(
      ['open', 'closed', coordinator, closesAt],
      ['closed', 'delivered', coordinator, daysFrom(closesAt, 7)],
      ['delivered', 'followed_up', coordinator, daysFrom(closesAt, 25)],
      ['followed_up', 'archived', coordinator, daysFrom(closesAt, 50)],
    );
  }
  return moves.map(([from, to, actorId, at]) => ({ from, to, actorId, at }));
}

function updatesOf(
  { updates }: SeedCampaign,
  authorId: string,
  now: Date,
): Prisma.CampaignUpdateCreateWithoutCampaignInput[] {
  return updates.map(({ kind, inDays, title, body }, index) => ({
    number: index + 1,
    kind,
    authorId,
    publishedAt: daysFrom(now, inDays),
    texts: {
      createMany: { data: LANGUAGES.map((language) => ({ language, title: title[language], body: body[language] })) },
    },
  }));
}

async function createCampaign(
  { database, secrets, now }: SeedContext,
  campaign: SeedCampaign,
  { people, organisations }: Cast,
  reference: string | null,
) {
  const { slug, type, status, severity, region, rights, signers, goal } = campaign;
  const id = randomUUID();
  const opensAt = daysFrom(now, Math.min(campaign.opensInDays, -1 / 24));
  const closesAt = endOfDay(daysFrom(now, campaign.closesInDays));
  const texts = textsOf(campaign);
  const history = historyOf(campaign, people, opensAt, closesAt);
  const [written, approved] = history;
  return database.prisma.campaign.create({
    data: {
      ...{ id, slug, type, status, reference, severity, region, rights, signers, goal, opensAt, closesAt },
      fictional: true,
      textVersion: 1,
      authorId: idOf(people, campaign.author),
      organisationId: organisations.get(campaign.organisation) ?? null,
      ...newCampaignKeys(secrets.wrappingKey, id),
      createdAt: daysFrom(opensAt, -5),
      texts: { createMany: { data: texts.map((text) => ({ ...text, createdAt: written?.at ?? opensAt })) } },
      addressees: {
        create: addresseesOf(campaign).map(({ channel, texts: names }, position) => ({
          position,
          channel,
          texts: { createMany: { data: names } },
        })),
      },
      updates: { create: updatesOf(campaign, idOf(people, 'coordinator'), now) },
      transitions: { createMany: { data: history } },
      approvals: {
        create: {
          version: 1,
          textsHash: approvalHash(campaign, texts),
          approverId: idOf(people, 'approver'),
          at: approved?.at ?? opensAt,
        },
      },
    },
    select: { id: true, opensAt: true, closesAt: true },
  });
}

/** Urgent appeals carry a public number of their year. */
function referenceOf(campaigns: readonly SeedCampaign[], campaign: SeedCampaign, now: Date): string | null {
  if (campaign.type !== 'urgent_appeal') return null;
  const number = campaigns.filter(({ type }) => type === 'urgent_appeal').indexOf(campaign) + 1;
  return `SOS-UA-${now.getUTCFullYear()}-${String(number).padStart(3, '0')}`;
}

export async function seedCampaigns(context: SeedContext, cast: Cast): Promise<void> {
  const campaigns = readCampaigns();
  for (const campaign of campaigns) {
    const known = await context.database.prisma.campaign.findUnique({
      where: { slug: campaign.slug },
      select: { id: true, opensAt: true, closesAt: true },
    });
    const row = known ?? (await createCampaign(context, campaign, cast, referenceOf(campaigns, campaign, context.now)));
    await seedSignatures(context, campaign, row, cast.organisations);
  }
  context.say(`Campaigns: ${campaigns.length}, all fictional`);
}
