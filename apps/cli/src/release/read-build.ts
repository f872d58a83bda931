import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex } from '@sos/crypto';
import {
  buildTrustSchema,
  CRYPTO_WORKER_CSP,
  DATA_CSP,
  DOCUMENT_CSP,
  isCryptoWorker,
  releaseFilesHashInput,
  releaseManifestSchema,
  toSignedBytes,
  type ReleaseFile,
} from '@sos/domain';
import { z } from 'zod';

import { CliProblem } from '../platform/problem.js';
import { codeOfPage } from './page.js';
import { policyProblems } from './webcat.js';

/** The app's one document, as a browser asks for it. */
export const APP_ENTRY = '/app';

const packageSchema = z.object({ version: z.string() });
const widgetSchema = z.object({ 'embed.js': z.string(), 'frame.js': z.string() });

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  if (!existsSync(file)) throw new CliProblem(`${file} is missing: build first.`);
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CliProblem(`${file} is not what this version builds: build again.`);
  return parsed.data;
}

const hashOf = (file: string): string => sha256Hex(Uint8Array.from(readFileSync(file)));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => statSync(path.join(folder, name)).isFile());
}

/** What the web's build puts before browsers. `site.html` only tells the build where to begin; pages of the site are made by the server. */
function webFiles(client: string): ReleaseFile[] {
  const served = filesIn(client).filter((name) => !name.startsWith('.vite/') && !name.endsWith('.html'));
  const files = served.map((name): ReleaseFile => {
    const policy = isCryptoWorker(name) ? 'worker' : 'data';
    return { path: `/${name}`, sha256: hashOf(path.join(client, name)), on: ['app', 'site'], policy };
  });
  return [
    ...files,
    { path: APP_ENTRY, sha256: hashOf(path.join(client, 'app.html')), on: ['app'], policy: 'document' },
  ];
}

function widgetFiles(dist: string): ReleaseFile[] {
  const names = readJson(path.join(dist, 'manifest.json'), widgetSchema);
  return [
    { path: '/embed.js', sha256: hashOf(path.join(dist, names['embed.js'])), on: ['site'], policy: 'data' },
    { path: '/embed/frame.js', sha256: hashOf(path.join(dist, names['frame.js'])), on: ['site'], policy: 'data' },
  ];
}

/**
 * The app's entry is static, and everything it runs is a file of the release: what a verifier in the browser asks of an app. A build that
 * breaks the rule gets no manifest.
 */
function requireStaticEntry(html: string, files: readonly ReleaseFile[]): void {
  const { references, inline } = codeOfPage(html);
  const known = new Set(files.map(({ path }) => path));
  const problems = [
    ...references.filter((reference) => !known.has(reference)).map((reference) => `it loads ${reference}`),
    ...inline.map((what) => `it holds ${what}`),
    ...[DOCUMENT_CSP, CRYPTO_WORKER_CSP].flatMap(policyProblems),
  ];
  if (problems.length > 0)
    throw new CliProblem(`The app’s entry breaks the rules of docs/releases.md: ${problems.join('; ')}.`);
}

/**
 * The manifest of what was built in a project's folder: the same bytes for the same build, wherever it lies.
 * @throws CliProblem
 */
export function manifestOfBuild(folder: string): Uint8Array<ArrayBuffer> {
  const inside = (...names: string[]): string => path.join(folder, ...names);
  const { version } = readJson(inside('package.json'), packageSchema);
  const trust = readJson(inside('apps/web/dist/trust.json'), buildTrustSchema);
  const found = [...webFiles(inside('apps/web/dist/client')), ...widgetFiles(inside('apps/widget/dist'))];
  requireStaticEntry(readFileSync(inside('apps/web/dist/client/app.html'), 'utf8'), found);
  const files = found.sort((one, other) => (one.path < other.path ? -1 : 1));
  return toSignedBytes(
    releaseManifestSchema.parse({
      ctx: 'release-manifest.v1',
      version,
      trust,
      filesSha256: sha256Hex(new TextEncoder().encode(releaseFilesHashInput(files))),
      policies: { document: DOCUMENT_CSP, worker: CRYPTO_WORKER_CSP, data: DATA_CSP },
      files,
    }),
  );
}
