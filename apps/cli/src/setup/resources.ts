import path from 'node:path';
import { addResources, projectFolder, type Database, type NewResource } from '@sos/database';
import { resourceListSchema, storedResource } from '@sos/domain';

import { readText } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';

/** The list that comes with the code, as a file that can be read first. */
export function listedFile(): string {
  return path.join(projectFolder(), 'prisma/seed/data/resources.json');
}

/** @throws CliProblem which says what of the file is not as it has to be */
export function readListed(file: string): readonly NewResource[] {
  let content: unknown;
  try {
    content = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliProblem(`${file} is no JSON.`);
    throw error;
  }
  const list = resourceListSchema.safeParse(content);
  if (list.success) return list.data.map(storedResource);
  const [first] = list.error.issues;
  throw new CliProblem(`${file} is no list of resources: ${first?.path.join('.') ?? ''}: ${first?.message ?? ''}.`);
}

export interface Imported {
  readonly added: number;
  readonly listed: number;
  /** Whose address or description nobody has confirmed. */
  readonly unchecked: number;
}

export async function importResources(database: Database, file: string): Promise<Imported> {
  const resources = readListed(file);
  const added = await addResources(database, resources);
  return { added, listed: resources.length, unchecked: resources.filter(({ status }) => status === 'verify').length };
}

export function describeImport({ added, listed, unchecked }: Imported): string {
  return `Added ${added} of ${listed} resources; ${unchecked} of the list are marked "verify", and say so to readers`;
}
