import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** Stand-ins for npm packages, in pnpm's layout and built into dist/: an exclude that hides dist/ would silence the rules about them. */
const NPM = [
  'openpgp',
  '@prisma/client',
  'graphql',
  'react',
  'react-aria-components',
  'left-pad',
  'shamir-secret-sharing',
  'shamirs-secret-sharing',
];
/** The doors of every package. */
const DOORS = ['.', './engine', './inspect', './verify', './recovery'];
const PACKAGES = ['domain', 'schema', 'database', 'i18n', 'ui', 'crypto', 'log'];

/** The tree every rule accepts. */
const LEGAL = {
  'packages/domain/src/index.ts': 'export const limit = 1;',
  'packages/schema/src/index.ts': 'export type Contract = string;',
  'packages/database/src/index.ts': "import '@prisma/client'; export const open = 1;",
  'packages/i18n/src/index.ts': "export { limit } from '@sos/domain';",
  'packages/ui/src/index.ts': "import 'react-aria-components'; export const button = 1;",
  'packages/ui/src/plain/index.ts': "import 'react'; export const plain = 1;",
  'packages/crypto/src/index.ts': "export { limit } from '@sos/domain';",
  'packages/crypto/src/engine.ts': "import 'openpgp'; export const seal = 1;",
  'packages/crypto/src/inspect.ts': "import 'openpgp'; export const inspect = 1;",
  'packages/log/src/index.ts': 'export const tree = 1;',
  'packages/log/src/store.ts': "import '@sos/database'; export { tree } from './index.js';",
  'packages/crypto/src/verify.ts': "import 'openpgp'; export const verify = 1;",
  'packages/crypto/src/recovery.ts': "import 'shamir-secret-sharing'; export const split = 1;",
  'apps/api/src/main.ts': "import './modules/cases/index.js'; import '@sos/database';",
  'apps/api/src/modules/cases/index.ts': "export { caseService } from './case.service.js';",
  'apps/api/src/modules/cases/case.service.ts':
    "import '@sos/crypto/inspect'; import '@sos/crypto/verify'; export { find } from './case.repository.js'; export const caseService = 1;",
  'apps/api/src/modules/cases/case.repository.ts': "import '@sos/database'; export const find = 1;",
  'apps/api/src/modules/cases/case.int.test.ts': "import '@sos/crypto/engine'; import '@sos/database';",
  'apps/api/src/modules/keys/index.ts': "import '../cases/index.js';",
  'apps/web/src/app/router.tsx': "import '../features/cases/screen.js'; import '../features/keys/screen.js';",
  'apps/web/src/features/cases/screen.tsx':
    "import '../../shared/list.js'; import '@sos/ui'; import '@sos/crypto/engine';",
  'apps/web/src/features/keys/screen.tsx': "import '../../platform/session.js';",
  'apps/web/src/shared/list.tsx': "import '../platform/session.js';",
  'apps/web/src/platform/session.ts': 'export const session = 1;',
  'apps/web/src/testing/render-app.tsx': "import '../app/router.js';",
  'apps/widget/src/frame.ts': "import '@sos/domain'; import '@sos/i18n';",
  'apps/cli/src/main.ts': "import '@sos/crypto/engine'; import '@sos/crypto/recovery'; import '@sos/database';",
  'prisma/seed/main.ts': "import '@sos/crypto/engine'; import '@sos/database';",
  'e2e/specs/cases.spec.ts': "import '@sos/domain'; import '@sos/database'; import '@sos/i18n';",
};

/** One violation for each rule: the file that breaks it, its text, and what it needs besides. */
const PLANTED = {
  'not-resolvable': { 'apps/web/src/lost.ts': "import './nowhere.js';" },
  'no-cycles': { 'packages/domain/src/a.ts': "import './b.js';", 'packages/domain/src/b.ts': "import './a.js';" },
  'packages-never-import-apps': { 'packages/ui/src/bad.ts': "import '../../../apps/web/src/platform/session.js';" },
  'apps-never-import-each-other': { 'apps/widget/src/bad.ts': "import '../../web/src/platform/session.js';" },
  'shipped-code-never-imports-tools': { 'apps/api/src/bad.ts': "import '../../../prisma/seed/main.js';" },
  'shipped-code-never-imports-test-helpers': { 'apps/web/src/platform/bad.ts': "import '../testing/render-app.js';" },
  'foundations-import-nothing-of-ours': { 'packages/domain/src/bad.ts': "import '@sos/i18n';" },
  'i18n-and-ui-know-only-domain': { 'packages/ui/src/words.ts': "import '@sos/i18n';" },
  'crypto-stands-alone': {
    'packages/crypto/src/bad.ts': "import type { Contract } from '@sos/schema'; export type A = Contract;",
  },
  'crypto-trusts-few': {
    'packages/crypto/src/pad.ts': "import 'left-pad';",
    'packages/crypto/src/disk.ts': "import 'node:fs';",
    'packages/crypto/src/shamir.ts': "import 'shamirs-secret-sharing';",
  },
  'openpgp-only-in-crypto': { 'apps/web/src/features/cases/pgp.ts': "import 'openpgp';" },
  'crypto-main-door-has-no-openpgp': { 'packages/crypto/src/index.ts': "export { seal } from './engine.js';" },
  'server-inspects-never-decrypts': {
    'apps/api/src/platform/open.ts': "import '@sos/crypto/engine';",
    'apps/api/src/platform/combine.ts': "import '@sos/crypto/recovery';",
  },
  'log-trees-are-pure': { 'packages/log/src/bad.ts': "import '@sos/database';" },
  'prisma-only-in-database': { 'apps/api/src/platform/client.ts': "import '@prisma/client';" },
  'only-repositories-see-the-database': { 'apps/api/src/modules/cases/case.resolver.ts': "import '@sos/database';" },
  'api-keeps-to-its-packages': { 'apps/api/src/platform/render.ts': "import '@sos/ui';" },
  'api-modules-meet-at-index': { 'apps/api/src/modules/keys/key.service.ts': "import '../cases/case.service.js';" },
  'platform-never-imports-modules': { 'apps/api/src/platform/jobs.ts': "import '../modules/cases/index.js';" },
  'services-know-no-graphql': { 'apps/api/src/modules/keys/key.policy.ts': "import 'graphql';" },
  'web-never-sees-the-database': { 'apps/web/src/platform/db.ts': "import '@sos/database';" },
  'features-never-import-features': { 'apps/web/src/features/keys/bad.ts': "import '../cases/screen.js';" },
  'features-never-import-the-app': { 'apps/web/src/features/keys/nav.ts': "import '../../app/router.js';" },
  'shared-never-imports-features': { 'apps/web/src/shared/bad.ts': "import '../features/keys/screen.js';" },
  'ui-knows-no-data': { 'packages/ui/src/query.ts': "import 'graphql';" },
  'ui-plain-stays-plain': { 'packages/ui/src/plain/deep.ts': "import '../index.js';" },
  'widget-stays-small': { 'packages/i18n/src/index.ts': "import 'react'; export const words = 1;" },
  'cli-and-seed-keep-to-their-packages': { 'apps/cli/src/words.ts': "import '@sos/i18n';" },
  'seed-never-imports-apps': { 'prisma/seed/bad.ts': "import '../../apps/api/src/modules/cases/case.repository.js';" },
  'e2e-stays-outside': { 'e2e/specs/bad.spec.ts': "import '../../apps/web/src/platform/session.js';" },
};

/** Where a rule names another file than the planted one: a cycle is reported once, a chain where it starts. */
const REPORTED_AT = { 'no-cycles': ['packages/domain/src/a.ts'], 'widget-stays-small': ['apps/widget/src/frame.ts'] };

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
}

function writeModules(folder) {
  const modules = path.join(folder, 'node_modules');
  for (const name of NPM) {
    const home = `node_modules/.pnpm/${name.replace('/', '+')}@1.0.0/node_modules/${name}`;
    write(folder, {
      [`${home}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'dist/index.js' }),
      [`${home}/dist/index.js`]: 'module.exports = {};',
    });
    link(path.join(folder, home), path.join(modules, name));
  }
  for (const name of PACKAGES) {
    const exports = Object.fromEntries(
      DOORS.map((door) => [door, `./src/${door === '.' ? 'index' : door.slice(2)}.ts`]),
    );
    write(folder, {
      [`packages/${name}/package.json`]: JSON.stringify({ name: `@sos/${name}`, type: 'module', exports }),
    });
    link(path.join(folder, 'packages', name), path.join(modules, '@sos', name));
  }
}

function link(target, name) {
  mkdirSync(path.dirname(name), { recursive: true });
  symlinkSync(path.relative(path.dirname(name), target), name);
}

describe('the architecture rules', () => {
  let base;
  let count = 0;

  beforeAll(() => {
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sos-architecture-')));
    const dependencies = Object.fromEntries(NPM.map((name) => [name, '1.0.0']));
    write(path.join(base, 'legal'), { 'package.json': JSON.stringify({ name: 'fixture', dependencies }), ...LEGAL });
    writeModules(path.join(base, 'legal'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json']) {
      cpSync(path.join(root, file), path.join(base, 'legal', file));
    }
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  /** @returns {{ rule: string, from: string }[]} the violations in the legal tree with these files added */
  function violations(planted) {
    const folder = path.join(base, `tree-${String((count += 1))}`);
    cpSync(path.join(base, 'legal'), folder, { recursive: true, verbatimSymlinks: true });
    write(folder, planted);
    const args = [
      cruiser,
      'apps',
      'packages',
      'prisma',
      'e2e',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
    ];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  }

  it('accepts the imports the architecture asks for', () => {
    expect(violations({})).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  describe('with every violation planted', () => {
    let found;
    beforeAll(() => {
      found = violations(Object.assign({}, ...Object.values(PLANTED)));
    });

    it.each(Object.entries(PLANTED))('%s fires', (name, planted) => {
      const culprits = found.filter(({ rule }) => rule === name).map(({ from }) => from);
      expect(culprits).toEqual(expect.arrayContaining(REPORTED_AT[name] ?? Object.keys(planted)));
    });
  });
});
