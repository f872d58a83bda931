import { sha256Hex } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { RELEASE_PATHS, type ReleaseManifest } from '@sos/domain';

import { readBase } from '../platform/address.js';
import type { Command, Input, World } from '../platform/command.js';
import { readBytes } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { checkAppPages, checkFiles, checkSitePages, type Deployment } from '../release/deployment.js';
import { checkInLog } from '../release/in-the-log.js';
import { describeManifest, nameOf, needManifest, readManifest } from '../release/manifest.js';
import {
  describeSigners,
  readTrusted,
  releaseSigners,
  rootsProblem,
  SIGNERS_OPTIONS,
  SIGNERS_USAGE,
  signersProblem,
  splitSignatures,
  type Trusted,
} from '../release/signers.js';

/** The site sends whoever asks for the app to the app's own origin. */
async function findApp(world: World, site: URL): Promise<URL> {
  const { status, headers } = await world.download(new URL('/app', site).href);
  const target = headers['location'];
  if (status !== 302 || target === undefined || !URL.canParse(target))
    throw new UsageProblem(`${site.host} does not say where its app is: give --app.`);
  const app = new URL(new URL(target).origin);
  world.warn(`The app is at ${app.href}, by the word of ${site.host}: people must be using this address.`);
  return app;
}

interface Served {
  readonly manifest: ReleaseManifest;
  readonly bytes: Uint8Array;
}

/** The same on both origins, or there is nothing to compare with. */
async function fetchManifest(world: World, { site, app }: Deployment): Promise<Served> {
  const [one, other] = await Promise.all(
    [site, app].map((origin) => world.download(new URL(RELEASE_PATHS.manifest, origin).href)),
  );
  if (one?.status !== 200 || other?.status !== 200) throw new CliProblem(`${site.host} serves no release manifest.`);
  const manifest = readManifest(one.bytes);
  if (!manifest) throw new CliProblem(`What ${site.host} serves as its manifest is none.`);
  if (sha256Hex(one.bytes) !== sha256Hex(other.bytes))
    throw new CliProblem(`${site.host} and ${app.host} serve different manifests.`);
  return { manifest, bytes: one.bytes };
}

async function checkSignatures(
  world: World,
  site: URL,
  trusted: Trusted,
  { manifest, bytes }: Served,
): Promise<string[]> {
  const engine = createEngine({ now: () => world.now() });
  const answer = await world.download(new URL(RELEASE_PATHS.signatures, site).href);
  const text = answer.status === 200 ? Buffer.from(answer.bytes).toString('utf8') : '';
  const signers = await releaseSigners(engine, bytes, splitSignatures(text), trusted);
  await engine.lockAll();
  for (const line of describeSigners(signers)) world.say(line);
  return [signersProblem(signers, trusted), rootsProblem(manifest.trust.pinnedRoots, trusted)].filter(
    (problem) => problem !== null,
  );
}

/** An older release is signed and logged as well as the newest: only somebody who holds the newest can tell. */
function checkExpected(input: Input, { manifest, bytes }: Served): string[] {
  const file = input.text('expect');
  if (file === undefined) return [];
  const expected = readBytes(file);
  const name = nameOf(needManifest(expected, file));
  if (sha256Hex(expected) === sha256Hex(bytes)) return [];
  const isOlder = Date.parse(manifest.trust.date) < Date.parse(needManifest(expected, file).trust.date);
  return [
    `It serves ${isOlder ? 'an older release' : 'another release'}: ${nameOf(manifest)}, where you expect ${name}.`,
  ];
}

async function checkDeployment(
  input: Input,
  world: World,
  trusted: Trusted,
  deployment: Deployment,
): Promise<readonly string[]> {
  const served = await fetchManifest(world, deployment);
  const { manifest, bytes } = served;
  for (const line of describeManifest(manifest)) world.say(line);
  const signatures = await checkSignatures(world, deployment.site, trusted, served);
  const pins = { ...manifest.trust, log: input.text('log-key') ?? manifest.trust.log };
  const log = await checkInLog(world, deployment.site, bytes, pins);
  if (log.said !== '') world.say(log.said);
  const parts = [
    await checkFiles(world, deployment, manifest),
    await checkAppPages(world, deployment, manifest),
    await checkSitePages(world, deployment, manifest),
  ];
  const count = parts.reduce((sum, { checked }) => sum + checked, 0);
  world.say(`${count} answers compared with it, on ${deployment.site.host} and ${deployment.app.host}.`);
  return [
    ...signatures,
    ...checkExpected(input, served),
    ...log.problems,
    ...parts.flatMap(({ problems }) => problems),
  ];
}

export const verifyDeployment: Command = {
  name: 'verify-deployment',
  usage: `SITE-URL ${SIGNERS_USAGE} [--app URL] [--log-key KEY] [--expect FILE.json]`,
  summary: 'Compares what a service really serves with the release that your people signed and the log holds.',
  options: {
    ...SIGNERS_OPTIONS,
    app: { type: 'string' },
    'log-key': { type: 'string' },
    expect: { type: 'string' },
  },
  takes: [1, 1],
  async run(input, world) {
    const site = readBase(input.positionals[0] ?? '');
    const trusted = await readTrusted(createEngine({ now: () => world.now() }), input);
    const given = input.text('app');
    const app = given === undefined ? await findApp(world, site) : readBase(given);
    const problems = await checkDeployment(input, world, trusted, { site, app });
    for (const problem of problems) world.warn(problem);
    if (problems.length > 0)
      throw new CliProblem(
        `${site.host}: ${problems.length} differences. Do not enter anything there; keep this output, and ask its people.`,
      );
    world.say(`${site.host} serves this release, and nothing else was found.`);
  },
};
