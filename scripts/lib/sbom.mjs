// What is in what we ship, as CycloneDX: one list for each thing that is built, the same bytes for the same lockfile.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pnpm } from './project.mjs';
import { run, tail } from './run.mjs';

/** Package name and the file that lists it: app and site are one build. */
const LISTS = { web: 'app-and-site', widget: 'widget', api: 'server', cli: 'sos' };
const SPEC = '1.6';

const compare = (one, other) => (one < other ? -1 : Number(one > other));

function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Takes out what differs from one run to the next: a random number, the clock, the order. */
export function reproducible(bom, buildDate) {
  const { timestamp: _now, ...metadata } = bom.metadata;
  const components = [...bom.components].sort((one, other) => compare(one['bom-ref'], other['bom-ref']));
  const dependencies = bom.dependencies
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: [...dependsOn].sort(compare) }))
    .sort((one, other) => compare(one.ref, other.ref));
  const dated = buildDate ? { timestamp: buildDate, ...metadata } : metadata;
  const { serialNumber: _random, ...rest } = { ...bom, metadata: dated, components, dependencies };
  return { ...rest, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(rest))}` };
}

/** @returns {Promise<string[]>} the files written */
export async function writeSboms(root, buildDate = process.env.SOS_BUILD_DATE) {
  const draft = mkdtempSync(path.join(os.tmpdir(), 'sos-sbom-'));
  const folder = path.join(root, 'dist/sbom');
  try {
    const filters = Object.keys(LISTS).flatMap((name) => ['--filter', `@sos/${name}`]);
    const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', SPEC, '--sbom-type', 'application'];
    const out = ['--split', '--out', path.join(draft, '%s.json')];
    const { ok, output } = await run(...pnpm('sbom', '--prod', ...format, ...filters, ...out));
    if (!ok) throw new Error(`the list of what is shipped could not be made:\n${tail(output)}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return Object.entries(LISTS).map(([name, list]) => {
      const bom = JSON.parse(readFileSync(path.join(draft, `sos-${name}.json`), 'utf8'));
      const file = path.join(folder, `${list}.cdx.json`);
      writeFileSync(file, `${JSON.stringify(reproducible(bom, buildDate), null, 2)}\n`);
      return file;
    });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
