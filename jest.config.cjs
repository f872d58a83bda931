/**
 * Five projects: `unit` (Node, no database), `database` (`*.int.test.ts`; PGlite, or PostgreSQL when SOS_TEST_DATABASE_URL is set)
 * `web` (jsdom) `proxy` (the built service behind nginx) and `long`. Everything is compiled by swc to CommonJS, so no experimental Node flag is needed.
 */
const path = require('node:path');

/** Packages that say import(), import.meta or plain ESM in the files Jest loads: its sandbox runs them only when they are transformed too. */
const ESM_ONLY = [
  'openpgp',
  'cookie',
  'content-disposition',
  '@electric-sql/pglite',
  '@electric-sql/pglite-utils',
  '@noble/hashes',
  '@noble/curves',
  'marked',
  '@prisma/client',
  '@prisma/client-runtime-utils',
  '@prisma/schema-engine-wasm',
  'pglite-prisma-adapter',
];
const asPnpmFolder = (name) => name.replace('/', '\\+');
const openpgp = (file) => path.join(__dirname, 'packages/crypto/node_modules/openpgp/dist', file);

const transform = {
  '\\.[cm]?[jt]sx?$': [
    '@swc/jest',
    {
      swcrc: false,
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true, decorators: true },
        // No decorator metadata: with it, two types that name each other fail at load (see docs/decisions).
        transform: { legacyDecorator: true, decoratorMetadata: false, react: { runtime: 'automatic' } },
      },
      module: { type: 'commonjs' },
    },
  ],
};

const shared = {
  transform,
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${ESM_ONLY.map(asPnpmFolder).join('|')})@)`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.long\\.test\\.'],
  modulePathIgnorePatterns: ['/dist/'],
};
const withoutJsEnding = { '^(\\.{1,2}/.*)\\.js$': '$1' };

/** @type {import('jest').Config} */
module.exports = {
  // Two busy cores and a key derivation are slow company; a test that hangs still ends.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{packages,apps,prisma,scripts}/**/*.test.{ts,mjs,cjs}'],
      testPathIgnorePatterns: [
        ...shared.testPathIgnorePatterns,
        '\\.int\\.test\\.ts$',
        '<rootDir>/apps/web/',
        '<rootDir>/packages/ui/',
      ],
      moduleNameMapper: withoutJsEnding,
    },
    {
      ...shared,
      displayName: 'database',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{packages,apps,prisma}/**/*.int.test.ts'],
      globalSetup: './scripts/testing/database-template.mjs',
      moduleNameMapper: withoutJsEnding,
    },
    {
      // `pnpm test:long`, see docs/test-long.md.
      ...shared,
      displayName: 'long',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{packages,apps,prisma,scripts}/**/*.long.test.{ts,mjs}'],
      testPathIgnorePatterns: ['/node_modules/', '/dist/'],
      moduleNameMapper: withoutJsEnding,
    },
    {
      // Needs the build, nginx and PostgreSQL: `npm test -- --only=proxy` brings them.
      ...shared,
      displayName: 'proxy',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/scripts/deploy/*.proxy.mjs'],
      moduleNameMapper: withoutJsEnding,
    },
    {
      ...shared,
      displayName: 'web',
      testEnvironment: './scripts/testing/jsdom-crypto-env.cjs',
      testMatch: ['<rootDir>/{apps/web,packages/ui}/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, '\\.int\\.test\\.ts$'],
      setupFilesAfterEnv: ['./apps/web/src/testing/setup.ts'],
      moduleNameMapper: {
        ...withoutJsEnding,
        '^openpgp$': openpgp('openpgp.min.mjs'),
        '^openpgp/lightweight$': openpgp('lightweight/openpgp.min.mjs'),
        '\\?(worker&)?url$': '<rootDir>/scripts/testing/asset-url.cjs',
        '\\.module\\.css$': '<rootDir>/scripts/testing/css-module.cjs',
        '\\.(css|svg|woff2)$': '<rootDir>/scripts/testing/asset-url.cjs',
      },
    },
  ],
};
