import { isLanguage, SETTING_PRESETS } from '@sos/domain';
import { negotiateLanguage } from '@sos/i18n';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { FrameRequest, PageResult, Pages, PageState, Rendered } from './pages.types.js';
import type { Config, Execute, Logger, SettingsReader } from './platform.types.js';
import { serviceInfo } from './service-info.js';
import { ERROR_PAGES, type WebBuild } from './web-bundle.js';

const LONGEST_RENDER_MS = 15_000;
const CAMPAIGN_PAGE = /^(?:\/[a-z]{2})?\/campaigns\/[^/?]+\/?(?:\?|$)/;

/** What the pages need from modules that in their turn need the pages. */
export interface PagesNeeds {
  readonly execute: Execute;
  /** For every page that shows the sign form. */
  formToken(): string;
}

export interface SitePages extends Pages {
  /** Before the first request. */
  connect(needs: PagesNeeds): void;
  /** Every address that no route takes is a page, if only the one that says there is none. */
  addRoutes(server: FastifyInstance): void;
  /** Null where a code says more than our pages could. */
  errorPage(request: FastifyRequest, status: number): Promise<string | null>;
}

export interface SitePagesParts {
  readonly web: WebBuild;
  readonly config: Config;
  readonly logger: Logger;
  readonly settings: SettingsReader;
}

interface Page {
  readonly url: string;
  readonly submission: PageState | null;
  /** What the answer's status line says when the page itself is fine. */
  readonly status: number;
}

function startsWithLanguage(url: string): boolean {
  return isLanguage(url.split(/[/?]/)[1]);
}

class BuiltPages implements SitePages {
  private needs: PagesNeeds | null = null;

  constructor(private readonly parts: SitePagesParts) {}

  connect(needs: PagesNeeds): void {
    this.needs = needs;
  }

  addRoutes(server: FastifyInstance): void {
    server.get('/*', async (request, reply) => {
      const submission = CAMPAIGN_PAGE.test(request.url) ? this.state(null) : null;
      return this.send(request, reply, { url: request.url, submission, status: 200 });
    });
  }

  async sendPage(
    request: FastifyRequest,
    reply: FastifyReply,
    { path, status, result }: { readonly path: string; readonly status: number; readonly result: PageResult },
  ): Promise<FastifyReply> {
    return this.send(request, reply, { url: path, submission: this.state(result), status });
  }

  async errorPage(request: FastifyRequest, status: number): Promise<string | null> {
    const shown = ERROR_PAGES.find((known) => known === status || (known === 500 && status > 500));
    // A frame on somebody else's page would not show a page of ours, and its script reads the code.
    if (shown === undefined || request.url.startsWith('/embed/')) return null;
    const { server, manifest } = this.parts.web;
    try {
      const service = await this.service();
      const page = await server.renderErrorPage(
        { url: request.url, language: this.languageOf(request), service },
        shown,
      );
      return server.renderSiteDocument({ page, manifest, service });
    } catch (error) {
      this.parts.logger.error('page.error_page', error, { id: request.id });
      return null;
    }
  }

  async renderFrame(frame: FrameRequest): Promise<Rendered> {
    const { server, manifest } = this.parts.web;
    const { language, slug, scriptUrl, ...props } = frame;
    const document = { language, manifest, assetOrigin: this.parts.config.siteOrigin, scriptSrc: scriptUrl };
    const answer = await this.connected().execute({
      query: server.frameQueries.campaign,
      variables: { slug, language },
    });
    const data = dataOf(answer);
    if (data === null) return { status: 404, html: await server.renderFrameProblem(document, 404) };
    return {
      status: 200,
      html: await server.renderFrame({
        ...document,
        kind: 'campaign',
        title: titleOf(data),
        props: { ...props, data },
      }),
    };
  }

  /** A page that says what broke must not break on what it is decorated with. */
  private async service() {
    const { config, settings } = this.parts;
    const values = await settings.read().catch(() => SETTING_PRESETS);
    return serviceInfo(config, values);
  }

  private connected(): PagesNeeds {
    if (!this.needs) throw new Error('pages are asked for before they are connected');
    return this.needs;
  }

  private state(result: PageResult | null): PageState {
    return { formToken: this.connected().formToken(), result };
  }

  private languageOf(request: FastifyRequest) {
    return negotiateLanguage(request.headers['accept-language']);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { url, submission, status }: Page,
  ): Promise<FastifyReply> {
    const { server, manifest } = this.parts.web;
    const service = await this.service();
    const { execute } = this.connected();
    const signal = AbortSignal.timeout(LONGEST_RENDER_MS);
    const page = await server.renderSite({
      url,
      language: this.languageOf(request),
      service,
      execute,
      submission,
      signal,
    });
    if (page.kind === 'redirect') return reply.redirect(page.location, page.status);
    if (page.status >= 500) this.parts.logger.error('page.failed', page.error, { id: request.id });
    if (!startsWithLanguage(url)) void reply.header('vary', 'Accept-Language');
    return reply
      .code(page.status === 200 ? status : page.status)
      .header('content-language', page.language)
      .type('text/html; charset=utf-8')
      .send(server.renderSiteDocument({ page, manifest, service }));
  }
}

/** The answer's data when it is whole. */
function dataOf(answer: unknown): object | null {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || 'errors' in answer) return null;
  return typeof answer.data === 'object' ? answer.data : null;
}

function titleOf(data: object): string {
  const { campaign } = data as { campaign?: { text?: { title?: unknown } } }; // Its own query asked for it.
  return typeof campaign?.text?.title === 'string' ? campaign.text.title : 'SOS';
}

/** The public site, rendered by the web's own server bundle. */
export function createSitePages(parts: SitePagesParts): SitePages {
  return new BuiltPages(parts);
}
