import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeAudit, readAudit } from './audit.mjs';
import { installedDependencies, licenceOf } from './dependencies.mjs';
import { EXCEPTIONS, isCompatible, licenceFaults } from './licences.mjs';
import { reproducible } from './sbom.mjs';
import { noticesOf } from './third-party.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const read = (file) => readFileSync(path.join(root, file), 'utf8');

describe('what may come in', () => {
  const workspace = read('pnpm-workspace.yaml');

  it('is at least three days old, from the registry, and signed for as before', () => {
    expect(Number(/^minimumReleaseAge: (\d+)$/m.exec(workspace)?.[1])).toBeGreaterThanOrEqual(3 * 24 * 60);
    expect(workspace).not.toMatch(/^minimumReleaseAgeExclude/m);
    expect(workspace).toMatch(/^blockExoticSubdeps: true$/m);
    expect(workspace).toMatch(/^trustPolicy: no-downgrade$/m);
  });

  it('runs a script when it is installed only where that was allowed by name', () => {
    const section = /^allowBuilds:\n((?: {2}.*\n?)+)/m.exec(workspace)?.[1] ?? '';
    const answers = [...section.matchAll(/^ {2}'?([^':]+)'?: (true|false)$/gm)].map(([, name, answer]) => [
      name,
      answer,
    ]);
    expect(answers).toHaveLength(section.trim().split('\n').length);
    expect(answers.filter(([, answer]) => answer === 'true').map(([name]) => name)).toEqual(['@swc/core', 'esbuild']);
    expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|strictDepBuilds: false/);
  });

  it('is exactly what the lockfile says, each with its hash', () => {
    expect(read('scripts/lib/start.mjs')).toContain("pnpm('install', '--frozen-lockfile'");
    const resolutions = [...read('pnpm-lock.yaml').matchAll(/^ {4}resolution: (.*)$/gm)].map(([, text]) => text);
    expect(resolutions.length).toBeGreaterThan(500);
    expect(resolutions.filter((text) => !/^\{integrity: sha512-[A-Za-z0-9+/=]+\}$/.test(text))).toEqual([]);
  });
});

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR EUPL-1.1+)', true],
    ['MIT AND BSD-3-Clause', true],
    ['(MIT AND (GPL-2.0-only OR ISC))', true],
    ['MIT AND GPL-2.0-only', false],
    ['GPL-2.0-only', false],
    ['BUSL-1.1', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['UNLICENSED', false],
    ['MIT OR', true],
    ['', false],
    ['constructor', false],
  ])('%s goes with AGPL-3.0: %s', (expression, expected) => {
    expect(isCompatible(expression)).toBe(expected);
  });

  it('are read from manifests of every age', () => {
    expect(licenceOf({ license: { type: 'MIT' } })).toBe('MIT');
    expect(licenceOf({ licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] })).toBe('MIT OR Apache-2.0');
    expect(licenceOf({})).toBe('');
  });

  it('of everything that ships are known and go with ours', () => {
    const packages = installedDependencies(root);
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['openpgp', 'fastify', 'react', 'pg', 'zod']),
    );
    expect(licenceFaults(packages)).toEqual([]);
  });

  it('fail for what is unknown, for an exception whose licence changed, and for one that is needed no more', () => {
    const packages = [
      { name: 'evil', version: '1.0.0', licence: 'BUSL-1.1' },
      { name: 'bare', version: '1.0.0', licence: '' },
      { name: 'openpgp', version: '7.0.0', licence: 'Proprietary' },
    ];
    const exceptions = { openpgp: EXCEPTIONS.openpgp, gone: { licence: 'X', reason: 'x' } };
    expect(licenceFaults(packages, exceptions)).toEqual([
      'evil@1.0.0 says "BUSL-1.1", which is not known to go with AGPL-3.0-or-later',
      'bare@1.0.0 names no licence, which is not known to go with AGPL-3.0-or-later',
      'openpgp@7.0.0 says "Proprietary", which is not known to go with AGPL-3.0-or-later',
      'the exception for gone is needed no more: take it away',
    ]);
  });
});

describe('notices of others', () => {
  it('are there for everything that ships, fonts included', () => {
    const { entries, faults } = noticesOf(installedDependencies(root));
    expect(faults).toEqual([]);
    const textOf = (name) => entries.find(({ names }) => names.some((label) => label.startsWith(`${name} `)))?.text;
    expect(textOf('react')).toContain('Copyright (c) Meta Platforms');
    expect(textOf('openpgp')).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(textOf('@fontsource-variable/literata')).toContain('SIL OPEN FONT LICENSE');
    expect(textOf('pg-types')).toMatch(/^Copyright of .*\n\nPermission is hereby granted/);
  });

  it('fail where a licence other than the common ones comes without its words', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-notices-'));
    const made = (name, licence, text) => {
      const place = path.join(folder, name);
      mkdirSync(place);
      writeFileSync(path.join(place, 'package.json'), '{"author":{"name":"Ada"}}');
      if (text) writeFileSync(path.join(place, 'LICENCE.md'), text);
      return { name, version: '1.0.0', licence, folder: place };
    };
    const packages = [made('one', 'ISC', 'same'), made('two', 'ISC', 'same'), made('bare', 'ISC'), made('mit', 'MIT')];
    const { entries, faults } = noticesOf(packages);
    rmSync(folder, { recursive: true });
    expect(faults).toEqual(['bare 1.0.0 (ISC) comes without the text of its licence']);
    expect(entries[0]).toEqual({ names: ['one 1.0.0 (ISC)', 'two 1.0.0 (ISC)'], text: 'same' });
    expect(entries[1]?.text).toMatch(/^Copyright of Ada\n/);
  });
});

describe('the list of what ships', () => {
  const bom = (serialNumber, timestamp, refs) => ({
    serialNumber,
    metadata: { timestamp, component: { name: 'web' } },
    components: refs.map((ref) => ({ 'bom-ref': ref })),
    dependencies: refs.map((ref) => ({ ref, dependsOn: [...refs] })),
  });

  it('is the same for the same content, in whatever order and whenever it was made', () => {
    const [one, other] = [bom('urn:uuid:1', 'now', ['a', 'b']), bom('urn:uuid:2', 'later', ['b', 'a'])];
    expect(reproducible(one)).toEqual(reproducible(other));
    expect(reproducible(one).metadata).not.toHaveProperty('timestamp');
    expect(reproducible(one, '2026-11-22T00:00:00.000Z').metadata.timestamp).toBe('2026-11-22T00:00:00.000Z');
    expect(reproducible(one).serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(reproducible(bom('x', 'now', ['a'])).serialNumber).not.toBe(reproducible(one).serialNumber);
  });
});

describe('asking for known vulnerabilities', () => {
  const advisory = { severity: 'high', module_name: 'left-pad', title: 'pads right', url: 'https://example.org/1' };

  it('tells what is known, and fails on what is serious', () => {
    const answer = (advisories) => describeAudit(readAudit(JSON.stringify({ advisories })), '');
    expect(answer({})).toEqual({ lines: ['No vulnerability is known in what we ship.'], exitCode: 0 });
    expect(answer({ 1: advisory, 2: { ...advisory, severity: 'low' } })).toEqual({
      lines: [
        'high  left-pad  pads right  https://example.org/1',
        'low  left-pad  pads right  https://example.org/1',
        '2 known in what we ship, 1 of them high or critical.',
      ],
      exitCode: 1,
    });
    expect(answer({ 1: { ...advisory, severity: 'low' } }).exitCode).toBe(0);
  });

  it.each([[''], ['Error: no network'], ['null'], ['{"error":{"code":"ENOTFOUND"}}']])(
    'says loudly when %j was no answer',
    (stdout) => {
      const { lines, exitCode } = describeAudit(readAudit(stdout), 'no \n  │ network here');
      expect(lines[0]).toContain('no network here');
      expect(lines.at(-1)).toContain('AUDIT NOT MADE');
      expect(exitCode).toBe(2);
    },
  );
});
