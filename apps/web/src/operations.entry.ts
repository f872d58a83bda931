import type { DocumentNode } from '@apollo/client';

import { operationTexts } from './platform/graphql/operation-texts.js';

type Module = Readonly<Record<string, unknown>>;

// Every typed document of the app and the site; vite writes the imports, so none can be forgotten.
const modules = import.meta.glob<Module>('./**/*.generated.ts', { eager: true });

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Document';
}

/** Run by the build alone, which writes what it returns into dist/operations.json. */
export function collectOperations(): Promise<readonly string[]> {
  return operationTexts(Object.values(modules).flatMap((module) => Object.values(module).filter(isDocument)));
}
