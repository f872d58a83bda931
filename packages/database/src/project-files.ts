import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds everything, found from a source file or from a bundle anywhere below it. */
export function projectFolder(from: string = import.meta.url): string {
  let folder = path.dirname(fileURLToPath(from));
  while (!existsSync(path.join(folder, 'pnpm-workspace.yaml'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no pnpm-workspace.yaml above ${fileURLToPath(from)}`);
    folder = parent;
  }
  return folder;
}

/** A file of one of this package's dependencies. A bundle lies in another package, whose node_modules lack it. */
export function resolveDependency(name: string): string {
  return createRequire(path.join(projectFolder(), 'packages/database/package.json')).resolve(name);
}

export function migrationsFolder(): string {
  return path.join(projectFolder(), 'prisma/migrations');
}

export function schemaFolder(): string {
  return path.join(projectFolder(), 'prisma/schema');
}
