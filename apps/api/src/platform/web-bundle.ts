import type { Language } from '@sos/domain';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

import type { Execute } from './platform.types.js';
import type { ServiceInfo } from './service-info.js';

/** `.vite/manifest.json` of the web's build. */
const manifestSchema = z.record(
  z.string(),
  z.looseObject({ file: z.string(), assets: z.array(z.string()).optional() }),
);
export type WebManifest = z.infer<typeof manifestSchema>;

interface RenderInput {
  readonly url: string;
  readonly language: Language;
  readonly service: ServiceInfo;
}

interface RenderedPage {
  readonly kind: 'page';
  readonly status: number;
  readonly language: Language;
  readonly error?: unknown;
}

interface FrameDocument {
  readonly language: Language;
  readonly manifest: WebManifest;
  readonly assetOrigin: string;
  readonly scriptSrc: string;
}

/** What there is a page of words for; everything else is answered by a code alone. */
export const ERROR_PAGES = [403, 404, 410, 413, 415, 429, 500] as const;
export type ErrorPageStatus = (typeof ERROR_PAGES)[number];

/** What apps/web/src/server.entry.tsx exports. The two never see each other's source: the shape is agreed here and there. */
export interface WebServerBundle {
  renderSite(
    input: RenderInput & { readonly execute: Execute; readonly submission: unknown; readonly signal: AbortSignal },
  ): Promise<RenderedPage | { readonly kind: 'redirect'; readonly status: number; readonly location: string }>;
  renderErrorPage(input: RenderInput, status: ErrorPageStatus): Promise<RenderedPage>;
  renderSiteDocument(input: {
    readonly page: RenderedPage;
    readonly manifest: WebManifest;
    readonly service: ServiceInfo;
  }): string;
  renderFrame(
    input: FrameDocument & { readonly kind: 'campaign'; readonly title: string; readonly props: object },
  ): Promise<string>;
  renderFrameProblem(input: FrameDocument, status: 404 | 410 | 500): Promise<string>;
  readonly frameQueries: Readonly<Record<'campaign', string>>;
}

export interface WebBuild {
  readonly server: WebServerBundle;
  readonly manifest: WebManifest;
  /** What browsers load: `app.html`, `assets/…`. */
  readonly clientFolder: string;
  /** The app's one document. */
  readonly appDocument: string;
  /** Every text the build's pages send, by its SHA-256. */
  readonly operations: ReadonlyMap<string, string>;
}

const operationsSchema = z.record(z.string(), z.string());

const EXPORTS = [
  'renderSite',
  'renderErrorPage',
  'renderSiteDocument',
  'renderFrame',
  'renderFrameProblem',
  'frameQueries',
] as const;

/** A build that does not fit this server, or none. */
export class WebBuildProblem extends Error {
  override readonly name = 'WebBuildProblem';
}

/** @param folder apps/web/dist. @throws WebBuildProblem in one plain sentence. */
export async function loadWebBuild(folder: string): Promise<WebBuild> {
  const clientFolder = path.join(folder, 'client');
  const manifestFile = path.join(clientFolder, '.vite/manifest.json');
  const serverFile = path.join(folder, 'server/site.js');
  const operationsFile = path.join(folder, 'operations.json');
  if (![manifestFile, serverFile, operationsFile].every((file) => existsSync(file)))
    throw new WebBuildProblem('The web pages are not built: run the build first.');
  // Its exports are checked next; their types are the contract above.
  const server = (await import(pathToFileURL(serverFile).href)) as Partial<WebServerBundle>;
  const missing = EXPORTS.filter((name) => server[name] === undefined);
  if (missing.length > 0) throw new WebBuildProblem(`The built web pages lack ${missing.join(', ')}: build again.`);
  return {
    server: server as WebServerBundle,
    manifest: manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8'))),
    clientFolder,
    appDocument: readFileSync(path.join(clientFolder, 'app.html'), 'utf8'),
    operations: new Map(Object.entries(operationsSchema.parse(JSON.parse(readFileSync(operationsFile, 'utf8'))))),
  };
}
