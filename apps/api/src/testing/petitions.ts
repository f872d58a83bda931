import 'reflect-metadata';

import { randomUUID } from 'node:crypto';

import { createCampaignsModule, type CampaignsModule } from '../modules/campaigns/index.js';
import { createEmbedsModule } from '../modules/embeds/index.js';
import { createSignaturesModule, type SignaturesModule } from '../modules/signatures/index.js';
import type { Pages } from '../platform/pages.types.js';
import type { ApiModule, Platform } from '../platform/platform.types.js';
import { makeAccount, type TestAccount } from './factories.js';
import { startTestApi, type TestApi, type TestApiOptions } from './start-test-api.js';

/** Pages as JSON: what a test must see is what the page was given. */
function plainPages({ campaigns }: CampaignsModule): Pages {
  return {
    sendPage: async (_request, reply, { path, status, result }) =>
      reply.code(status).type('text/html; charset=utf-8').send(JSON.stringify({ path, status, result })),
    renderFrame: async (frame) => {
      const found = await campaigns.findForSigning(frame.slug);
      return { status: found ? 200 : 404, html: JSON.stringify(frame) };
    },
  };
}

export interface PetitionApi {
  readonly api: TestApi;
  readonly campaigns: CampaignsModule;
  readonly signatures: SignaturesModule;
}

/** The three modules of the petition, for an API that may hold others too. */
export function petitionModules(
  platform: Platform,
  widgetFolder = '/nowhere',
): Pick<PetitionApi, 'campaigns' | 'signatures'> & { readonly all: readonly ApiModule[] } {
  const campaigns = createCampaignsModule(platform);
  const pages = plainPages(campaigns);
  const signatures = createSignaturesModule(platform, { campaigns: campaigns.campaigns, pages });
  const embeds = createEmbedsModule(platform, { campaigns: campaigns.campaigns, signatures, pages, widgetFolder });
  return { campaigns, signatures, all: [campaigns, signatures, embeds] };
}

/** The three modules of the petition over a database of their own. */
export async function startPetitionApi(
  widgetFolder = '/nowhere',
  more: TestApiOptions['modules'] = () => [],
): Promise<PetitionApi> {
  let made: ReturnType<typeof petitionModules> | undefined;
  const api = await startTestApi({
    modules: (platform) => [...(made = petitionModules(platform, widgetFolder)).all, ...more(platform)],
  });
  if (!made) throw new Error('modules were not made');
  return { api, campaigns: made.campaigns, signatures: made.signatures };
}

export function draftText(language: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    language,
    title: `Water ${language}`,
    summary: 'Keep it public.',
    body: 'Forty-one communities ask.',
    demands: ['Suspend the concession'],
    country: 'Almarra',
    ...changes,
  };
}

export function draftInput(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'petition',
    region: 'latin-america-caribbean',
    rights: ['water-and-sanitation'],
    signers: ['individual', 'organisation'],
    originalLanguage: 'es',
    texts: [draftText('es'), draftText('en')],
    addressees: [
      {
        channel: 'letter',
        texts: [
          { language: 'en', office: 'Director' },
          { language: 'es', office: 'Dirección' },
        ],
      },
    ],
    ...changes,
  };
}

export const SAVE = `mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename
  ... on SaveCampaignSuccess { campaign { id slug status isAuthor authorName texts { language version hash original } moves { to needsReason } } }
  ... on CampaignFrozenProblem { status } ... on InvalidInputProblem { issues { path code } } } }`;
export const MOVE = `mutation ($input: MoveCampaignInput!) { moveCampaign(input: $input) { __typename
  ... on MoveCampaignSuccess { campaign { id status moves { to } history { from to actorName } approvals { version approverName } } } ... on MoveRefusedProblem { code } } }`;

export interface Desk {
  readonly author: TestAccount;
  readonly coordinator: TestAccount;
  readonly approver: TestAccount;
}

export async function makeDesk({ database }: TestApi): Promise<Desk> {
  const [author, coordinator, approver] = await Promise.all([
    makeAccount(database, { roles: ['member'], displayName: 'Author' }),
    makeAccount(database, { roles: ['coordinator'], displayName: 'Coordinator' }),
    makeAccount(database, { roles: ['approver'], displayName: 'Approver' }),
  ]);
  return { author, coordinator, approver };
}

// Tests know the shape of what they asked for.
type Answer = Record<string, never> & Record<string, unknown>;
const answerOf = (data: Readonly<Record<string, unknown>> | null, field: string): Answer =>
  (data?.[field] ?? {}) as Answer;

export async function save(api: TestApi, as: TestAccount, input: Record<string, unknown>): Promise<Answer> {
  const { data, errors } = await api.run(SAVE, { input }, as);
  return errors[0] ? ({ errorCode: errors[0].code } as unknown as Answer) : answerOf(data, 'saveCampaign');
}

/** The hash of what this person's desk shows now; null when it shows them nothing. */
export async function seenBy(api: TestApi, as: TestAccount, id: string): Promise<string | null> {
  const { data } = await api.run(`query ($id: ID!) { deskCampaign(id: $id) { textsHash } }`, { id }, as);
  const { textsHash } = answerOf(data, 'deskCampaign') as unknown as { textsHash?: string };
  return textsHash ?? null;
}

/** @returns the new status, or the refusal's code. */
export async function moveWith(api: TestApi, as: TestAccount, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await api.run(MOVE, { input }, as);
  if (errors[0]) return errors[0].code;
  const answer = answerOf(data, 'moveCampaign') as unknown as { code?: string; campaign?: { status: string } };
  return answer.code ?? answer.campaign?.status ?? '';
}

/** As somebody who looks at the campaign and presses at once. */
export async function move(
  api: TestApi,
  as: TestAccount,
  id: string,
  to: string,
  reasons?: readonly Record<string, string>[],
): Promise<string> {
  const seenHash = await seenBy(api, as, id);
  return moveWith(api, as, { id, to, seenHash, ...(reasons ? { reasons } : {}) });
}

export interface OpenPetition {
  readonly id: string;
  readonly slug: string;
}

/** Written by one person, approved by another, open. */
export async function openPetition(
  api: TestApi,
  desk: Desk,
  changes: Record<string, unknown> = {},
): Promise<OpenPetition> {
  const title = `Petition ${randomUUID().slice(0, 8)}`;
  const answer = (await save(
    api,
    desk.author,
    draftInput({ texts: [draftText('es', { title }), draftText('en', { title })], ...changes }),
  )) as unknown as { campaign: OpenPetition };
  const { id, slug } = answer.campaign;
  for (const [person, to] of [
    [desk.author, 'in_review'],
    [desk.approver, 'approved'],
    [desk.coordinator, 'open'],
  ] as const) {
    const status = await move(api, person, id, to);
    if (status !== to) throw new Error(`expected ${to}, got ${status}`);
  }
  return { id, slug };
}
