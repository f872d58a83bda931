import { createHash } from 'node:crypto';

import type { Database } from './database.js';
import type { ResourceAccess, ResourceStatus } from './generated/client.js';

interface NewText {
  readonly language: string;
  readonly version: number;
  readonly original: boolean;
  readonly basedOnVersion: number | null;
  readonly title: string;
  readonly summary: string;
  readonly responseTime: string | null;
  readonly hashInput: string;
}

export interface NewResource {
  readonly slug: string;
  readonly category: string;
  readonly organisation: string;
  readonly url: string;
  readonly languages: string[];
  readonly regions: string[];
  readonly emergency: boolean;
  readonly emergencyKind: string | null;
  readonly access: ResourceAccess;
  readonly status: ResourceStatus;
  readonly texts: readonly NewText[];
}

const hashed = ({ hashInput, ...text }: NewText) => ({
  ...text,
  hash: Uint8Array.from(createHash('sha256').update(hashInput).digest()),
});

/**
 * Adds what is missing and changes nothing that is there: an operator's own corrections stay.
 * @returns how many were added
 */
export async function addResources({ prisma }: Database, resources: readonly NewResource[]): Promise<number> {
  const known = new Set((await prisma.resource.findMany({ select: { slug: true } })).map(({ slug }) => slug));
  const missing = resources.filter(({ slug }) => !known.has(slug));
  for (const { texts, ...resource } of missing) {
    await prisma.resource.create({ data: { ...resource, texts: { createMany: { data: texts.map(hashed) } } } });
  }
  return missing.length;
}
