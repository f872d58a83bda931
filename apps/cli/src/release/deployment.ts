import { sha256Hex } from '@sos/crypto';
import type { ReleaseFile, ReleaseManifest, ReleaseOrigin } from '@sos/domain';

import type { Download, World } from '../platform/command.js';
import { forTerminal } from '../platform/terminal.js';
import { codeOfPage } from './page.js';
import { APP_ENTRY } from './read-build.js';
import { FORBIDDEN_HEADERS } from './webcat.js';

export interface Deployment {
  readonly site: URL;
  readonly app: URL;
}

const SIDE_BY_SIDE = 6;

/** Pages of the app: all of them are its one document, also where nothing is. */
export const APP_PAGES = [APP_ENTRY, '/app/sign-in', '/app/cases', '/app/nowhere-at-all'];
/** Pages the server makes: what they say changes, what they may run does not. */
export const SITE_PAGES = ['', '/help-now', '/campaigns', '/resources', '/about', '/nowhere-at-all'].flatMap((page) =>
  ['/en', '/es'].map((language) => `${language}${page}`),
);

async function inTurn<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly string[]>,
): Promise<string[]> {
  const queue = [...items.entries()];
  const found: (readonly string[])[] = [];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) found[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return found.flat();
}

function policyProblem(where: string, { headers }: Download, expected: string): string[] {
  const served = headers['content-security-policy'];
  if (served === expected) return [];
  // Two headers arrive as one with a comma: that is another policy too.
  return [`${where} is served under another policy: ${served === undefined ? 'none at all' : forTerminal(served)}`];
}

/** Scripts and styles that the release does not know, and code that needs no address. */
function codeProblems(where: string, html: string, base: URL, known: ReadonlySet<string>): string[] {
  const { references, inline } = codeOfPage(html);
  const foreign = references.filter((reference) => {
    if (!URL.canParse(reference, base)) return true;
    const { origin, pathname } = new URL(reference, base);
    return origin !== base.origin || !known.has(pathname);
  });
  return [
    ...foreign.map((reference) => `${where} loads what the release does not have: ${forTerminal(reference)}`),
    ...inline.map((what) => `${where} holds what no page of a release holds: ${forTerminal(what)}`),
  ];
}

const textOf = ({ bytes }: Download): string => Buffer.from(bytes).toString('utf8');

export interface Checked {
  readonly checked: number;
  readonly problems: readonly string[];
}

/** Every file of the release on every origin that serves it: the bytes, and the policy they come under. */
export async function checkFiles(
  world: World,
  deployment: Deployment,
  { files, policies }: ReleaseManifest,
): Promise<Checked> {
  const wanted = files.flatMap((file) => file.on.map((origin) => ({ file, origin })));
  const problems = await inTurn(wanted, async ({ file, origin }: { file: ReleaseFile; origin: ReleaseOrigin }) => {
    const url = new URL(file.path, deployment[origin]);
    const answer = await world.download(url.href);
    if (answer.status !== 200) return [`${url.href} is missing: the server answered ${answer.status}`];
    const isSame = sha256Hex(answer.bytes) === file.sha256;
    return [
      ...(isSame ? [] : [`${url.href} has other bytes than the release`]),
      ...policyProblem(url.href, answer, policies[file.policy]),
    ];
  });
  return { checked: wanted.length, problems };
}

function knownOn(files: readonly ReleaseFile[], origin: ReleaseOrigin): ReadonlySet<string> {
  return new Set(files.filter(({ on }) => on.includes(origin)).map(({ path }) => path));
}

/** The app is one document at every address. */
export async function checkAppPages(
  world: World,
  { app }: Deployment,
  { files, policies }: ReleaseManifest,
): Promise<Checked> {
  const entry = files.find(({ path }) => path === APP_ENTRY);
  const known = knownOn(files, 'app');
  const problems = await inTurn(APP_PAGES, async (page) => {
    const { href } = new URL(page, app);
    const answer = await world.download(href);
    const isSame = answer.status === 200 && sha256Hex(answer.bytes) === entry?.sha256;
    return [
      ...(isSame ? [] : [`${href} is not the app’s document as it was released`]),
      ...(isSame ? [] : codeProblems(href, textOf(answer), app, known)),
      ...policyProblem(href, answer, policies.document),
      ...FORBIDDEN_HEADERS.filter((name) => answer.headers[name] !== undefined).map(
        (name) => `${href} is served with a ${name} header, which can lead elsewhere`,
      ),
    ];
  });
  return { checked: APP_PAGES.length, problems };
}

/** Pages that the server makes may say anything, but run only what was released. */
export async function checkSitePages(
  world: World,
  { site }: Deployment,
  { files, policies }: ReleaseManifest,
): Promise<Checked> {
  const known = knownOn(files, 'site');
  const problems = await inTurn(SITE_PAGES, async (page) => {
    const { href } = new URL(page, site);
    const answer = await world.download(href);
    return [...codeProblems(href, textOf(answer), site, known), ...policyProblem(href, answer, policies.document)];
  });
  return { checked: SITE_PAGES.length, problems };
}
