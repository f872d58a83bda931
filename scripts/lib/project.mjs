import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** npm hands its own settings down as npm_*; pnpm takes some of them for its own and refuses others. */
export function cleanEnvironment(source = process.env) {
  const kept = Object.entries(source).filter(([name]) => !/^npm_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    CI: 'true',
    // Prisma's command line would download an engine it does not need for what we ask of it.
    // Any program that is there, on any platform: it is never run.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
}

/** @returns {[string, string[]]} the command that runs exactly the pnpm the project names, with nothing but npm on the machine */
export function pnpm(...args) {
  return ['npx', ['--yes', manifest.packageManager, ...args]];
}

/** @returns {[string, string[]]} a program that is installed in the project's own node_modules, run without a shell */
export function tool(name, ...args) {
  return [process.execPath, [path.join(root, TOOLS[name]), ...args]];
}

const TOOLS = {
  codegen: 'node_modules/@graphql-codegen/cli/esm/bin.js',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  eslint: 'node_modules/eslint/bin/eslint.js',
  jest: 'node_modules/jest/bin/jest.js',
  playwright: 'e2e/node_modules/@playwright/test/cli.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  prisma: 'node_modules/prisma/build/index.js',
  tsc: 'node_modules/typescript/bin/tsc',
  tsx: 'node_modules/tsx/dist/cli.mjs',
};
