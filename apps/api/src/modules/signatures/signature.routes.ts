import formbody from '@fastify/formbody';
import { isLanguage, LIMITS, type Language } from '@sos/domain';
import { negotiateLanguage } from '@sos/i18n';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { notFound } from '../../platform/errors.js';
import type { PageResult, Pages } from '../../platform/pages.types.js';
import type { Platform } from '../../platform/platform.types.js';
import type { ConfirmationService } from './confirmation.service.js';
import { parseCodeForm, parseExtras, parseRemovalForm } from './sign-input.js';
import type { SignAnswer, SignService } from './sign.service.js';

export interface SignatureRouteParts {
  readonly signing: SignService;
  readonly confirmation: ConfirmationService;
  readonly pages: Pages;
  readonly contextOf: Platform['contextOf'];
}

interface Params {
  readonly lang?: string;
  readonly slug?: string;
  readonly token?: string;
}

export interface SignedPage {
  readonly status: number;
  readonly result: PageResult;
}

/** What the form's page shows after a submission, on our page and in a frame alike. */
export function pageAfterSigning(slug: string, { values, outcome }: SignAnswer): SignedPage {
  const back = (status: number, code: string): SignedPage => ({
    status,
    result: { kind: 'sign_errors', slug, values, issues: [{ field: 'form', code }] },
  });
  switch (outcome.kind) {
    case 'accepted':
      return { status: 200, result: { kind: 'signed', slug, ref: outcome.ref } };
    case 'invalid':
      return { status: 422, result: { kind: 'sign_errors', slug, values, issues: outcome.issues } };
    case 'closed':
      return back(409, 'closed');
    case 'paused':
      return back(503, 'paused');
    case 'try_later':
      return back(429, 'try_later');
    case 'unknown':
      throw notFound();
  }
}

export function addFormParser(server: FastifyInstance): void {
  if (!server.hasContentTypeParser('application/x-www-form-urlencoded'))
    void server.register(formbody, { bodyLimit: LIMITS.formRequest });
}

const paramsOf = (request: FastifyRequest): Params => request.params as Params; // The router made it from the address's pattern.

/** The address's language, else the one the form was shown in, else the browser's. */
function languageOf(request: FastifyRequest): Language {
  const { lang } = paramsOf(request);
  if (lang !== undefined && !isLanguage(lang)) throw notFound();
  const { language } = parseExtras(request.body);
  return lang ?? (isLanguage(language) ? language : negotiateLanguage(request.headers['accept-language']));
}

/** Plain forms, which need no script. */
function addSigningRoutes(
  server: FastifyInstance,
  prefix: string,
  { signing, confirmation, pages, contextOf }: SignatureRouteParts,
): void {
  server.post(`${prefix}/campaigns/:slug/sign`, { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const language = languageOf(request);
    const { slug = '' } = paramsOf(request);
    const { networkKey } = await contextOf(request);
    const answer = await signing.sign({ slug, language, body: request.body, carrier: 'form', networkKey });
    const { status, result } = pageAfterSigning(slug, answer);
    const { partner } = parseExtras(request.body);
    // The form that comes back still belongs to the partner whose link led here.
    const query = partner === '' ? '' : `?${new URLSearchParams({ partner }).toString()}`;
    const path = result.kind === 'signed' ? `/${language}/signatures/sent` : `/${language}/campaigns/${slug}${query}`;
    return pages.sendPage(request, reply, { path, status, result });
  });

  server.post(`${prefix}/signatures/code`, { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const { ref, code } = parseCodeForm(request.body);
    const { status, slug } = await confirmation.useCode(ref, code);
    const path = `/${languageOf(request)}/signatures/code`;
    const confirmed = { path, status: 200, result: { kind: 'code_confirmed', slug } } as const;
    if (status === 'confirmed') return pages.sendPage(request, reply, confirmed);
    return pages.sendPage(request, reply, { path, status: 422, result: { kind: 'code', slug, ref, status } });
  });
}

type LinkResult = Extract<PageResult, { kind: 'confirm' | 'withdraw' }>;

/** What a link in a mail leads to. Looking changes nothing; a button posts. */
function addLinkRoute(
  server: FastifyInstance,
  url: string,
  pages: Pages,
  answer: (request: FastifyRequest, token: string) => Promise<LinkResult>,
): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { token = '' } = paramsOf(request);
    const language = languageOf(request);
    const result = await answer(request, token);
    const path = `/${language}/signatures/${result.kind}/${encodeURIComponent(token)}`;
    // The address is a key: no cache keeps it, no search engine lists it.
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    return pages.sendPage(request, reply, { path, status: result.status === 'not_valid' ? 404 : 200, result });
  };
  server.route({ method: ['GET', 'POST'], url, bodyLimit: LIMITS.formRequest, handler });
}

function addLinkRoutes(server: FastifyInstance, prefix: string, { confirmation, pages }: SignatureRouteParts): void {
  const presses = (request: FastifyRequest): boolean => request.method === 'POST';
  addLinkRoute(server, `${prefix}/signatures/confirm/:token`, pages, async (request, token) => {
    const answer = presses(request) ? await confirmation.confirm(token) : await confirmation.look(token);
    return { kind: 'confirm', ...answer };
  });
  addLinkRoute(server, `${prefix}/signatures/withdraw/:token`, pages, async (request, token) => {
    const reason = parseRemovalForm(request.body);
    const answer = presses(request)
      ? await confirmation.withdraw(token, reason)
      : await confirmation.lookAtWithdrawal(token);
    return { kind: 'withdraw', ...answer };
  });
}

export function addSignatureRoutes(server: FastifyInstance, parts: SignatureRouteParts): void {
  addFormParser(server);
  for (const prefix of ['', '/:lang']) {
    addSigningRoutes(server, prefix, parts);
    addLinkRoutes(server, prefix, parts);
  }
}
