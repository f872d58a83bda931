import {
  directionOf,
  createFormatters,
  createI18n,
  isLanguage,
  LANGUAGES,
  negotiateLanguage,
  type Language,
} from '@sos/i18n';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Mailbox, StoredMail } from './mailbox.js';
import { linksIn } from './mailbox.js';

const ADDRESS = '/demo/mailbox';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The mail's text as paragraphs, its addresses as links. Everything else is only text. */
function textToHtml(text: string): string {
  const links = [...linksIn(text)].sort((a, b) => b.length - a.length).map((link) => escapeHtml(link));
  const linked = (line: string): string => {
    const link = links.find((known) => line.includes(known));
    if (link === undefined) return line;
    const [before = '', ...after] = line.split(link);
    return `${linked(before)}<a href="${link}">${link}</a>${linked(after.join(link))}`;
  };
  const paragraphs = text.trim().split(/\n{2,}/);
  return paragraphs
    .map(
      (paragraph) =>
        `<p>${paragraph
          .split('\n')
          .map((line) => linked(escapeHtml(line)))
          .join('<br>')}</p>`,
    )
    .join('');
}

type Words = (key: 'title' | 'intro' | 'empty' | 'reload' | 'to', values?: { readonly address: string }) => string;

function mailToHtml({ id, subject, to, date, text }: StoredMail, words: Words, language: Language): string {
  const when = escapeHtml(createFormatters(language, 'UTC').dateTime(date));
  return [
    `<article aria-labelledby="mail-${id}"><h2 id="mail-${id}">${escapeHtml(subject)}</h2>`,
    `<p>${escapeHtml(words('to', { address: to }))} · <time datetime="${escapeHtml(date)}">${when}</time></p>`,
    `${textToHtml(text)}</article><hr>`,
  ].join('');
}

async function renderMailbox(mails: readonly StoredMail[], language: Language, styles: string): Promise<string> {
  const t = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
  const words: Words = (key, values) => t(`mailbox.${key}`, { address: '', ...values });
  const switches = LANGUAGES.filter((other) => other !== language).map(
    (other) =>
      `<a href="${ADDRESS}?lang=${other}" hreflang="${other}" lang="${other}">${escapeHtml(createFormatters(other, 'UTC').languageName(other))}</a>`,
  );
  const list =
    mails.length === 0
      ? `<p>${escapeHtml(words('empty'))}</p>`
      : mails.map((mail) => mailToHtml(mail, words, language)).join('');
  return [
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<meta name="color-scheme" content="light dark"><link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${escapeHtml(words('title'))} · SOS</title>${styles}<link rel="stylesheet" href="${ADDRESS}.css"></head>`,
    `<body><main><nav>${switches.join(' ')}</nav><h1>${escapeHtml(words('title'))}</h1>`,
    `<p>${escapeHtml(words('intro'))}</p><p><a href="${ADDRESS}?lang=${language}">${escapeHtml(words('reload'))}</a></p>${list}</main></body></html>`,
  ].join('');
}

function languageOf(request: FastifyRequest): Language {
  const { lang } = request.query as { lang?: unknown }; // Whatever the address says; checked on the next line.
  return isLanguage(lang) ? lang : negotiateLanguage(request.headers['accept-language']);
}

/** Built on the site's tokens; a page of the demo alone needs no place in everybody's style sheet. */
const OWN_STYLES = `main { max-inline-size: var(--measure); margin-inline: auto; padding: var(--space-6) var(--gutter); }
nav { text-align: end; }
h1 { margin-block: var(--space-4); }
p { margin-block: var(--space-3); }
article { margin-block: var(--space-6); }
article + hr { border: 0; border-block-start: 1px solid var(--rule); }
article h2 + p { color: var(--ink-soft); }
a { overflow-wrap: anywhere; }
`;

/** Demo only. @param styles the site's style sheet, as a link element. */
export function addMailboxRoutes(server: FastifyInstance, mailbox: Mailbox, styles: string): void {
  server.get(ADDRESS, async (request, reply) => {
    const html = await renderMailbox(await mailbox.list(), languageOf(request), styles);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
  });
  server.get(`${ADDRESS}.css`, async (_request, reply) => reply.type('text/css; charset=utf-8').send(OWN_STYLES));
  server.get(`${ADDRESS}.json`, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(await mailbox.list()),
  );
}
