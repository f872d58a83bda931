/**
 * Who may import whom. Each rule states one sentence of docs/architecture.md; keep the two in step. scripts/architecture.test.mjs
 * plants a violation of every rule and fails when one stays silent.
 */
const TEST_FILES = '(\\.test\\.[cm]?tsx?$|/testing/|/testing\\.ts$)';
const PRISMA = 'node_modules/(@prisma/(?!config)|@electric-sql/|pglite-prisma-adapter/|pg/)';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'not-resolvable',
      'Every import names something that is there.',
      {},
      { couldNotResolve: true, pathNot: '\\?(worker|url)' },
    ),
    rule('no-cycles', 'Modules that need each other are one module, or miss a third.', {}, { circular: true }),

    // Apps and packages.
    rule('packages-never-import-apps', 'Packages are below apps.', { path: '^packages/' }, { path: '^apps/' }),
    rule(
      'apps-never-import-each-other',
      'Apps meet over HTTP or as built files, never as source.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'shipped-code-never-imports-tools',
      'Nothing that ships depends on the seed, the end-to-end tests or the build scripts.',
      { path: '^(apps|packages)/[^/]+/src/' },
      { path: '^(e2e|prisma|scripts)/' },
    ),
    rule(
      'shipped-code-never-imports-test-helpers',
      'A test helper in production code is a back door.',
      { path: '^(apps|packages)/[^/]+/src/', pathNot: TEST_FILES },
      { path: TEST_FILES },
    ),
    rule(
      'foundations-import-nothing-of-ours',
      'domain, schema and database stand on nothing of ours.',
      { path: '^packages/(domain|schema|database)/' },
      { path: '^packages/', pathNot: '^packages/$1/' },
    ),
    rule(
      'i18n-and-ui-know-only-domain',
      'Words and primitives may name domain types, nothing else of ours.',
      { path: '^packages/(i18n|ui)/' },
      { path: '^packages/', pathNot: '^packages/($1|domain)/' },
    ),

    // The crypto wall.
    rule(
      'crypto-stands-alone',
      'crypto knows nothing of ours but domain: the audience and bucket tables and the zod schemas that both sides check live there, so values are allowed as well as types.',
      { path: '^packages/crypto/' },
      { path: '^(apps|packages)/', pathNot: '^packages/(crypto|domain)/' },
    ),
    rule(
      'crypto-trusts-few',
      'What runs beside an unlocked key is reviewed: openpgp, zod, @noble/hashes, the passphrase judge and an audited Shamir library; no network, no disk.',
      { path: '^packages/crypto/src/', pathNot: TEST_FILES },
      { path: '^(?!packages/)', pathNot: 'node_modules/(openpgp|zod|@noble/hashes|@zxcvbn-ts|shamir-secret-sharing)/' },
    ),
    rule(
      'openpgp-only-in-crypto',
      'One wall to review.',
      { pathNot: '^packages/crypto/' },
      { path: 'node_modules/openpgp/' },
    ),
    rule(
      'crypto-main-door-has-no-openpgp',
      'Pages that only name crypto types must not load 63 KB of it.',
      { path: '^packages/crypto/src/index\\.ts$' },
      { path: 'node_modules/openpgp/', reachable: true },
    ),
    rule(
      'server-inspects-never-decrypts',
      'The server parses ciphertext, checks signatures with public keys, and never holds what opens it. Its tests play the browser, so they may seal.',
      { path: '^apps/api/', pathNot: TEST_FILES },
      { path: '^packages/crypto/', pathNot: '^packages/crypto/src/(inspect|verify)\\.ts$' },
    ),

    rule(
      'log-trees-are-pure',
      'Browsers, monitors and the server check the log with the same code; only its store knows a database.',
      { path: '^packages/log/src/', pathNot: ['/store\\.ts$', TEST_FILES] },
      { path: '^(?!packages/(log|domain)/)', pathNot: 'node_modules/@noble/(hashes|curves)/' },
    ),

    // The database.
    rule(
      'prisma-only-in-database',
      'One package knows the client and the drivers.',
      { pathNot: '^(packages/database/|prisma\\.config\\.ts$)' },
      { path: PRISMA },
    ),
    rule(
      'only-repositories-see-the-database',
      'Every query has one place where its filter is reviewed.',
      { path: '^apps/api/src/modules/', pathNot: '(\\.repository\\.ts$|\\.test\\.ts$|/testing/)' },
      { path: '^packages/database/' },
    ),

    // The server.
    rule(
      'api-keeps-to-its-packages',
      'The server needs database, domain, i18n and crypto/inspect; the contract is emitted from it, not imported by it.',
      { path: '^apps/api/' },
      { path: '^packages/(ui|schema)/' },
    ),
    rule(
      'api-modules-meet-at-index',
      "Another module's inner files are its own business.",
      { path: '^apps/api/src/modules/([^/]+)/' },
      { path: '^apps/api/src/modules/', pathNot: ['^apps/api/src/modules/$1/', '/index\\.ts$'] },
    ),
    rule(
      'platform-never-imports-modules',
      'The platform is below the modules; composition.ts joins them.',
      { path: '^apps/api/src/platform/', pathNot: TEST_FILES },
      { path: '^apps/api/src/modules/' },
    ),
    rule(
      'services-know-no-graphql',
      'Use cases and policies read the same whatever carries them.',
      { path: '\\.(service|policy)\\.ts$' },
      { path: '(node_modules/(type-graphql|graphql|@apollo|@as-integrations|fastify|@fastify)/|^(node:)?https?$)' },
    ),

    // The browser.
    rule(
      'web-never-sees-the-database',
      'The browser knows the contract, not what is behind it.',
      { path: '^apps/web/' },
      { path: '^packages/database/' },
    ),
    rule(
      'features-never-import-features',
      'What two features need lives in shared; app composes them.',
      { path: '^apps/web/src/features/([^/]+)/' },
      { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    ),
    rule(
      'features-never-import-the-app',
      'shared and platform are below features, features below app.',
      { path: '^apps/web/src/(features|shared|platform)/', pathNot: TEST_FILES },
      { path: '^apps/web/src/app/' },
    ),
    rule(
      'shared-never-imports-features',
      'shared and platform are below features.',
      { path: '^apps/web/src/(shared|platform)/', pathNot: TEST_FILES },
      { path: '^apps/web/src/features/' },
    ),
    rule(
      'ui-knows-no-data',
      'Primitives take strings and callbacks: no data, no words, no routes.',
      { path: '^packages/ui/' },
      { path: 'node_modules/(@apollo|graphql|i18next|react-i18next|react-router|react-router-dom)/' },
    ),
    rule(
      'ui-plain-stays-plain',
      'Public pages and the embedded frame are rendered without react-aria, which writes style attributes the CSP refuses.',
      { path: '^packages/ui/src/plain/' },
      {
        path: 'node_modules/(react-aria|react-aria-components|react-stately|@react-aria|@react-stately)/',
        reachable: true,
      },
    ),
    rule(
      'widget-stays-small',
      'What runs on other people’s sites has no framework and no crypto, however deep.',
      { path: '^apps/widget/' },
      { path: '(^packages/(crypto|ui|database)/|node_modules/(@apollo|openpgp|react|react-dom)/)', reachable: true },
    ),

    // The tools.
    rule(
      'cli-and-seed-keep-to-their-packages',
      'The offline tools and the seed need crypto, database and domain.',
      { path: '^(apps/cli|prisma)/' },
      { path: '^(packages/(i18n|ui|schema)|e2e)/' },
    ),
    rule(
      'seed-never-imports-apps',
      'The seed writes what the server would accept, without being the server.',
      { path: '^prisma/' },
      { path: '^apps/' },
    ),
    rule(
      'e2e-stays-outside',
      'The journeys meet the product as people do: no app source, and from our packages only domain, i18n and database (to look into the dump).',
      { path: '^e2e/' },
      { path: '^(apps/|packages/(crypto|ui|schema)/)' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Anchored: a bare `dist` would hide every npm package that is built into dist/, and no rule on openpgp would ever fire.
    exclude: { path: '^((apps|packages)/[^/]+|prisma|e2e)/(dist|src/generated|test-results|playwright-report)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      // For packages that hold nothing but types.
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
