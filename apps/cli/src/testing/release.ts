import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { ReleaseManifest } from '@sos/domain';
import {
  leafHashOf,
  MerkleTree,
  NOTE_ALGORITHMS,
  signatureLine,
  spellCheckpoint,
  spellNote,
  spellNoteKey,
  toBase64,
  type NoteKey,
} from '@sos/log';

import { needManifest } from '../release/manifest.js';

const page = (head: string): string => `<!doctype html><html><head>${head}</head><body><p>Hello</p></body></html>`;
export const APP_HTML = page('<script type="module" src="/assets/app-1.js"></script>');
export const SITE_HTML = page(
  '<link rel="stylesheet" href="/assets/style-1.css"><script type="module" src="/assets/site-1.js"></script>' +
    '<script type="application/json" id="state">{"a":1}</script><link rel="alternate" hreflang="es" href="/es">',
);

/** A small build, as `pnpm build` leaves one. @param more files by their path in the project */
export function writeBuild(
  folder: string,
  pins: Partial<ReleaseManifest['trust']>,
  more: Record<string, string> = {},
): void {
  const trust = {
    pinnedRoots: { first: '0'.repeat(64), latest: '0'.repeat(64) },
    log: null,
    witness: null,
    date: '2026-11-22T00:00:00.000Z',
    id: 'test-1',
    ...pins,
  };
  const files = {
    'package.json': '{"version":"1.2.3"}',
    'apps/web/dist/trust.json': JSON.stringify(trust),
    'apps/web/dist/client/app.html': APP_HTML,
    'apps/web/dist/client/site.html': 'only for the build',
    'apps/web/dist/client/.vite/manifest.json': '{}',
    'apps/web/dist/client/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'apps/web/dist/client/assets/app-1.js': 'app()',
    'apps/web/dist/client/assets/site-1.js': 'site()',
    'apps/web/dist/client/assets/style-1.css': 'p{}',
    'apps/web/dist/client/assets/crypto.worker-1.js': 'worker()',
    'apps/widget/dist/manifest.json': '{"embed.js":"embed.1.js","frame.js":"frame.1.js"}',
    'apps/widget/dist/embed.1.js': 'embed()',
    'apps/widget/dist/frame.1.js': 'frame()',
    ...more,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** A log with a key of its own, in which nothing is until it is put there. */
export class TestLog {
  readonly tree = new MerkleTree();
  readonly key: NoteKey;
  readonly #sign: (text: string) => Uint8Array;

  constructor(readonly name = 'test.example/log') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    this.key = { name, algorithm: NOTE_ALGORITHMS.ed25519, publicKey: Uint8Array.from(x) };
    this.#sign = (text) => Uint8Array.from(sign(null, Buffer.from(text), privateKey));
  }

  get spelledKey(): string {
    return spellNoteKey(this.key);
  }

  add(sha256: string, salt = new Uint8Array(32).fill(this.tree.size)): { index: number; salt: string } {
    const leaf = leafHashOf({ kind: 'release', salt, sha256: Uint8Array.from(Buffer.from(sha256, 'hex')) });
    this.tree.append(leaf);
    return { index: this.tree.size - 1, salt: toBase64(salt) };
  }

  head(): string {
    const text = spellCheckpoint({ origin: this.name, size: this.tree.size, root: this.tree.root() });
    return spellNote(text, [signatureLine(this.key, this.#sign(text))]);
  }

  proof(index: number, size: number): string {
    return JSON.stringify({ proof: this.tree.inclusionProof(index, size).map(toBase64) });
  }
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

export interface Served {
  readonly origin: 'site' | 'app';
  readonly pathname: string;
}

export interface TestDeployment {
  readonly site: string;
  readonly app: string;
  /** What is done to an answer before it leaves: the lie under test. */
  twist: (answer: Answer, asked: Served) => void;
  /** The manifest, its signatures and its place, as they are served. */
  manifestFile: string;
  signatures: string;
  place: object | null;
  close(): Promise<void>;
}

function fileAnswer(folder: string, manifest: ReleaseManifest, { origin, pathname }: Served): Answer | null {
  const isApp = origin === 'app' && pathname.startsWith('/app');
  const known = manifest.files.find((file) => file.path === (isApp ? '/app' : pathname) && file.on.includes(origin));
  if (!known) return null;
  const places: Record<string, string> = {
    '/app': 'apps/web/dist/client/app.html',
    '/embed.js': 'apps/widget/dist/embed.1.js',
    '/embed/frame.js': 'apps/widget/dist/frame.1.js',
  };
  const body = readFileSync(path.join(folder, places[known.path] ?? `apps/web/dist/client${known.path}`));
  return { status: 200, headers: { 'content-security-policy': manifest.policies[known.policy] }, body };
}

function logAnswer(log: TestLog, { pathname }: Served, query: URLSearchParams): Answer | null {
  const plain = (body: string): Answer => ({ status: 200, headers: {}, body });
  if (pathname === '/log/checkpoint') return plain(log.head());
  if (pathname !== '/log/proof/inclusion') return null;
  return plain(log.proof(Number(query.get('index')), Number(query.get('size'))));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
    });
  });
}

/** Two real servers over a build in a folder, and a log. */
export async function serveBuild(folder: string, manifestFile: string, log: TestLog): Promise<TestDeployment> {
  const state: Pick<TestDeployment, 'twist' | 'manifestFile' | 'signatures' | 'place'> = {
    twist: () => undefined,
    manifestFile,
    signatures: '',
    place: null,
  };
  const built = needManifest(Uint8Array.from(readFileSync(manifestFile)), manifestFile);
  let appUrl = '';
  const answerTo = (asked: Served, query: URLSearchParams): Answer => {
    const plain = (body: string | Buffer): Answer => ({ status: 200, headers: {}, body });
    const gone: Answer = { status: 404, headers: {}, body: '' };
    if (asked.pathname.endsWith('/sos-release.json')) return plain(readFileSync(state.manifestFile));
    if (asked.pathname.endsWith('/sos-release.json.sig')) return plain(state.signatures);
    if (asked.pathname.endsWith('/sos-release.place.json'))
      return state.place ? plain(JSON.stringify(state.place)) : gone;
    if (asked.origin === 'site' && asked.pathname === '/app')
      return { status: 302, headers: { location: `${appUrl}/app` }, body: '' };
    const found = logAnswer(log, asked, query) ?? fileAnswer(folder, built, asked);
    if (found) return found;
    const isPage = asked.origin === 'site' && /^\/(en|es)(\/|$)/.test(asked.pathname);
    return isPage
      ? { status: 200, headers: { 'content-security-policy': built.policies.document }, body: SITE_HTML }
      : gone;
  };
  const serve = (origin: Served['origin']): Server =>
    createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://test');
      const answer = answerTo({ origin, pathname }, searchParams);
      state.twist(answer, { origin, pathname });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  const servers = { site: serve('site'), app: serve('app') };
  const site = await listen(servers.site);
  appUrl = await listen(servers.app);
  return Object.assign(state, {
    site,
    app: appUrl,
    async close() {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  });
}
