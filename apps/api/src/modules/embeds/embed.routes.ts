import { isLanguage, LIMITS, type Language } from '@sos/domain';
import { negotiateLanguage } from '@sos/i18n';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { PageResult } from '../../platform/pages.types.js';
import type { Platform } from '../../platform/platform.types.js';
import { OPEN_TO_ALL } from '../../platform/security-headers.js';
import {
  addFormParser,
  pageAfterSigning,
  parseCodeForm,
  type ConfirmationService,
  type SignService,
} from '../signatures/index.js';
import type { EmbedService } from './embed.service.js';
import { readPartnerKey } from './oembed.js';
import type { WidgetFiles, WidgetScript } from './widget-files.js';

export interface EmbedRouteParts {
  readonly embeds: EmbedService;
  readonly signing: SignService;
  readonly confirmation: ConfirmationService;
  readonly files: WidgetFiles;
  readonly contextOf: Platform['contextOf'];
}

interface FrameRoute {
  readonly Params: { readonly slug: string };
  readonly Querystring: { readonly lang?: string; readonly partner?: string };
}
interface OembedRoute {
  /** A parameter given twice is a list. */
  readonly Querystring: { readonly url?: unknown; readonly maxwidth?: unknown; readonly format?: unknown };
}

/** The frame's own origin is opaque: it must be let in as what it is. */
const FRAME_HEADERS = {
  ...OPEN_TO_ALL,
  'cross-origin-embedder-policy': 'unsafe-none',
  'cross-origin-opener-policy': 'unsafe-none',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

function languageOf(request: FastifyRequest<FrameRoute>): Language {
  const { lang } = request.query;
  return isLanguage(lang) ? lang : negotiateLanguage(request.headers['accept-language']);
}

function widthOf(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

interface FrameContent {
  readonly status: number;
  readonly result: PageResult | null;
}

type SendFrame = (
  request: FastifyRequest<FrameRoute>,
  reply: FastifyReply,
  content: FrameContent,
) => Promise<FastifyReply>;

function frameSender(embeds: EmbedService): SendFrame {
  return async (request, reply, { status, result }) => {
    const language = languageOf(request);
    const partnerKey = readPartnerKey(request.query.partner);
    const frame = await embeds.frame({ slug: request.params.slug, language, partnerKey, result });
    return reply
      .code(frame.status === 200 ? status : frame.status)
      .headers({ ...FRAME_HEADERS, 'content-security-policy': frame.policy, 'content-language': language })
      .type('text/html; charset=utf-8')
      .send(frame.html);
  };
}

function addFrameRoutes(server: FastifyInstance, { embeds, signing, confirmation, contextOf }: EmbedRouteParts): void {
  const sendFrame = frameSender(embeds);

  server.get<FrameRoute>('/embed/:slug', async (request, reply) =>
    sendFrame(request, reply, { status: 200, result: null }),
  );

  server.post<FrameRoute>('/embed/:slug/sign', { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const { slug } = request.params;
    const { networkKey } = await contextOf(request);
    // The key of the frame's own address counts, which decided where the frame may be shown.
    const body = { ...asObject(request.body), partner: readPartnerKey(request.query.partner) ?? '' };
    const answer = await signing.sign({ slug, language: languageOf(request), body, carrier: 'form', networkKey });
    return sendFrame(request, reply, pageAfterSigning(slug, answer));
  });

  server.post<FrameRoute>('/embed/:slug/code', { bodyLimit: LIMITS.formRequest }, async (request, reply) => {
    const { slug } = request.params;
    const { ref, code } = parseCodeForm(request.body);
    const { status } = await confirmation.useCode(ref, code);
    const confirmed = { status: 200, result: { kind: 'code_confirmed', slug } } as const;
    if (status === 'confirmed') return sendFrame(request, reply, confirmed);
    return sendFrame(request, reply, { status: 422, result: { kind: 'code', slug, ref, status } });
  });
}

function addScript(
  server: FastifyInstance,
  files: WidgetFiles,
  name: WidgetScript,
  { url, seconds }: { readonly url: string; readonly seconds: number },
): void {
  server.get(url, async (_request, reply) =>
    reply
      .headers({ ...OPEN_TO_ALL, 'cache-control': `public, max-age=${seconds}` })
      .type('text/javascript; charset=utf-8')
      .send(await files.read(name)),
  );
}

function addOembedRoute(server: FastifyInstance, embeds: EmbedService): void {
  server.get<OembedRoute>('/oembed', async (request, reply) => {
    const { url, maxwidth, format = 'json' } = request.query;
    void reply.headers(OPEN_TO_ALL);
    if (format !== 'json') return reply.code(501).send({ code: 'FORMAT' });
    const fallback = negotiateLanguage(request.headers['accept-language']);
    const answer = await embeds.oembed(typeof url === 'string' ? url : '', widthOf(maxwidth), fallback);
    if (!answer) return reply.code(404).send({ code: 'NOT_FOUND' });
    return reply.header('cache-control', 'public, max-age=3600').type('application/json; charset=utf-8').send(answer);
  });
}

/** The petition on other people's pages: a frame, the script that makes one, and the description that editors understand. */
export function addEmbedRoutes(server: FastifyInstance, parts: EmbedRouteParts): void {
  addFormParser(server);
  addFrameRoutes(server, parts);
  addScript(server, parts.files, 'embed.js', { url: '/embed.js', seconds: 3_600 });
  addScript(server, parts.files, 'frame.js', { url: '/embed/frame.js', seconds: 300 });
  addOembedRoute(server, parts.embeds);
}

function asObject(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {};
}
