import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import js from '@eslint/js';
import i18next from 'eslint-plugin-i18next';
import jest from 'eslint-plugin-jest';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import playwright from 'eslint-plugin-playwright';
import reactHooks from 'eslint-plugin-react-hooks';
import testingLibrary from 'eslint-plugin-testing-library';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.{ts,tsx,mjs}', '**/*.proxy.mjs', '**/testing/**'];
const WEB = ['apps/web/src/**/*.{ts,tsx}', 'packages/ui/src/**/*.{ts,tsx}'];

/** The three import rules people meet while typing; dependency-cruiser (.dependency-cruiser.cjs) is the law. */
const OPENPGP = {
  regex: '^openpgp(/|$)',
  message: 'Only packages/crypto may touch openpgp: one wall to review. Use an intent from @sos/crypto.',
};
const PRISMA = {
  regex: '^@prisma/|/generated/prisma|^pg$|^@electric-sql/',
  message: 'Only packages/database may touch Prisma and the drivers. Use @sos/database from a *.repository.ts.',
};
const DATABASE = {
  regex: '^@sos/database',
  message: 'Only repositories see the database, so every query has one place where its filter is reviewed.',
};
const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

function featureNames() {
  const folder = path.join(import.meta.dirname, 'apps/web/src/features');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function crossFeatureRule(feature, _index, features) {
  const others = features.filter((name) => name !== feature).join('|');
  return {
    files: [`apps/web/src/features/${feature}/**/*.{ts,tsx}`],
    rules: restrict(OPENPGP, PRISMA, {
      regex: `^(\\.\\./)+(features/)?(${others})/`,
      message: 'A feature never imports another: move what both need to src/shared, or compose them in src/app.',
    }),
  };
}

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: one name for one thing in every file.',
};
const NO_ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read in platform/env.ts only; take the value as an argument.',
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/*.generated.ts',
    'packages/database/src/generated/',
    'var/',
    'coverage/',
    'e2e/test-results/',
    'e2e/playwright-report/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // type-graphql describes types with classes that hold nothing but decorated fields.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // type-graphql's classes only describe a shape; resolvers answer with plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // react-router's loaders throw a Response to answer with a status.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'lib', name: 'Response' }] }],
      // Services and repositories are closures behind interfaces: nothing of theirs says `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `async` states the contract: what throws becomes a rejection, also where nothing is awaited yet.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'max-lines': ['error', { max: 400 }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },

  // Import walls.
  { files: ['{apps,prisma,e2e}/**/*.{ts,tsx}', 'packages/**/*.{ts,tsx}'], rules: restrict(OPENPGP, PRISMA) },
  { files: ['packages/crypto/**/*.ts'], rules: restrict(PRISMA) },
  { files: ['packages/database/**/*.ts'], rules: restrict(OPENPGP) },
  {
    files: ['apps/api/src/modules/**/*.ts'],
    ignores: ['**/*.repository.ts', '**/*.test.ts'],
    rules: restrict(OPENPGP, PRISMA, DATABASE),
  },
  ...featureNames().map(crossFeatureRule),

  // The shipped code.
  {
    files: ['{apps,packages}/*/src/**/*.{ts,tsx}'],
    ignores: [...TESTS, '**/*.d.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT] },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: [...TESTS, '**/platform/**/env.ts', '**/platform/**/config.ts', '**/main.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENV] },
  },
  {
    files: ['{apps,packages}/**/*.{ts,tsx}'],
    ignores: ['apps/cli/**', ...TESTS],
    rules: { 'no-console': 'error' },
  },

  // The browser.
  {
    files: WEB,
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.strict],
    languageOptions: { globals: globals.browser },
  },
  {
    files: [...WEB, 'apps/widget/src/**/*.{ts,tsx}'],
    ignores: TESTS,
    plugins: { i18next },
    rules: {
      'i18next/no-literal-string': [
        'error',
        {
          mode: 'jsx-only',
          'jsx-attributes': { include: ['title', 'alt', 'label', 'placeholder', 'aria-label', 'description'] },
        },
      ],
    },
  },

  // Tests.
  {
    files: TESTS,
    ignores: ['e2e/**'],
    extends: [jest.configs['flat/recommended']],
    languageOptions: { globals: jest.environments.globals.globals },
    rules: {
      'max-lines': ['error', { max: 600 }],
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['itOnLinux'] }],
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert', '**.expect*'] }],
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', '**/testing/**/*.{ts,tsx}'],
    rules: {
      // Jest's asymmetric matchers (expect.any, expect.objectContaining) are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['{apps/web,packages/ui}/**/*.test.tsx'],
    extends: [testingLibrary.configs['flat/react']],
    // Our own renderers return text (server markup) or a whole app, not Testing Library's result.
    rules: { 'testing-library/render-result-naming-convention': 'off' },
  },
  {
    files: ['e2e/**/*.ts'],
    extends: [playwright.configs['flat/recommended']],
    rules: { 'max-lines': ['error', { max: 600 }] },
  },
);
