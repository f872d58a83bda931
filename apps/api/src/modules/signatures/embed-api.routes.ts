import { isLanguage, LIMITS, type Language } from '@sos/domain';
import { negotiateLanguage } from '@sos/i18n';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Platform, Switches } from '../../platform/platform.types.js';
import { OPEN_TO_ALL } from '../../platform/security-headers.js';
import type { CampaignService } from '../campaigns/index.js';
import type { ConfirmationService } from './confirmation.service.js';
import type { CountService } from './count.service.js';
import { parseCodeForm, parseExtras } from './sign-input.js';
import type { SignOutcome, SignService } from './sign.service.js';

export interface EmbedApiParts {
  readonly signing: SignService;
  readonly confirmation: ConfirmationService;
  readonly counts: CountService;
  readonly campaigns: CampaignService;
  readonly switches: Switches;
  readonly contextOf: Platform['contextOf'];
  readonly siteOrigin: string;
}

function answerTo(reply: FastifyReply, outcome: SignOutcome): FastifyReply {
  switch (outcome.kind) {
    case 'accepted':
      return reply.send({ status: 'check_mail', ref: outcome.ref });
    case 'invalid':
      return reply.code(422).send({ code: 'INVALID_INPUT', issues: outcome.issues });
    case 'closed':
      return reply.code(409).send({ code: 'CONFLICT', reason: 'closed' });
    case 'paused':
      return reply.code(503).send({ code: 'PAUSED', reason: 'signing' });
    case 'try_later':
      return reply.code(429).send({ code: 'RATE_LIMITED' });
    case 'unknown':
      return reply.code(404).send({ code: 'NOT_FOUND' });
  }
}

function languageOf(request: FastifyRequest, wanted: unknown): Language {
  return isLanguage(wanted) ? wanted : negotiateLanguage(request.headers['accept-language']);
}

/**
 * What other people's pages talk to, for years: fields are added and never taken away. Any origin, also the opaque one of a
 * sandboxed frame; no cookie is read and none is set, so there is nothing to borrow.
 */
export function addEmbedApi(
  server: FastifyInstance,
  { signing, confirmation, counts, campaigns, switches, contextOf, siteOrigin }: EmbedApiParts,
): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/embed/api/')) void reply.headers(OPEN_TO_ALL);
  });

  server.options('/embed/api/*', async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '7200',
      })
      .send(),
  );

  server.get('/embed/api/challenge', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(signing.challenge()),
  );

  server.post('/embed/api/sign', { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const { slug, language } = parseExtras(request.body);
    const { networkKey } = await contextOf(request);
    const { outcome } = await signing.sign({
      slug,
      language: languageOf(request, language),
      body: request.body,
      carrier: 'json',
      networkKey,
    });
    return answerTo(reply, outcome);
  });

  server.post('/embed/api/confirm', { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const { ref, code } = parseCodeForm(request.body);
    const { status } = await confirmation.useCode(ref, code);
    return reply.code(status === 'confirmed' ? 200 : 422).send({ status });
  });

  server.get<{ Params: { slug: string }; Querystring: { lang?: string } }>(
    '/embed/api/campaigns/:slug',
    async (request, reply) => {
      const language = languageOf(request, request.query.lang);
      const campaign = await campaigns.read(request.params.slug, language);
      const [count] = await counts.countOf([campaign.id]);
      const { slug, status, goal, text } = campaign;
      const paused = campaign.takesSignatures && (await switches.isStopped('signing'));
      const takesSignatures = campaign.takesSignatures && !paused;
      const url = `${siteOrigin}/${language}/campaigns/${slug}`;
      const numbers = { confirmed: count?.confirmed ?? 0, asOf: count?.asOf.toISOString() ?? null };
      return reply
        .header('cache-control', 'public, max-age=15')
        .send({ slug, status, title: text.title, url, ...numbers, goal, takesSignatures, paused });
    },
  );
}
