import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

import type { WebBuild } from './web-bundle.js';

/** What a page that was opened before a deploy still needs after it. */
export interface KeptBuild {
  readonly assetsFolder: string;
  readonly operations: ReadonlyMap<string, string>;
}

/** A page left open longer than this asks to be loaded again. */
const KEPT_DAYS = 14;
const MOST_EARLIER = 3;
const DAY_MS = 86_400_000;
const ID = /^[0-9a-f]{24}$/;

const servedSchema = z.array(z.object({ id: z.string().regex(ID), since: z.iso.datetime() }));
const operationsSchema = z.record(z.string(), z.string());
type Served = z.infer<typeof servedSchema>;

function idOf({ manifest, operations }: WebBuild): string {
  const content = JSON.stringify([manifest, [...operations]]);
  return createHash('sha256').update(content).digest('hex').slice(0, 24);
}

/** A list that cannot be read is an empty one: then nothing earlier is kept, and the service still starts. */
function readServed(file: string): Served {
  try {
    return servedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}

/** Whole or not at all, also when several processes start at once. */
function putInPlace(target: string, write: (temporary: string) => void): void {
  const temporary = `${target}.${process.pid}.new`;
  rmSync(temporary, { recursive: true, force: true });
  write(temporary);
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // A neighbour was first, with the same bytes.
    if (!existsSync(target)) throw error;
  }
}

function store(folder: string, id: string, web: WebBuild): void {
  const target = path.join(folder, id);
  if (existsSync(target)) return;
  putInPlace(target, (temporary) => {
    cpSync(path.join(web.clientFolder, 'assets'), path.join(temporary, 'assets'), { recursive: true });
    writeFileSync(path.join(temporary, 'operations.json'), JSON.stringify(Object.fromEntries(web.operations)));
  });
}

/** Newest first. A build is earlier since the one after it came. */
function stillWanted(served: Served, now: Date): Served {
  return served.filter((_build, index) => {
    const replaced = served[index - 1];
    if (!replaced) return true;
    return index <= MOST_EARLIER && now.getTime() - Date.parse(replaced.since) < KEPT_DAYS * DAY_MS;
  });
}

function read(folder: string, id: string): KeptBuild | null {
  const file = path.join(folder, id, 'operations.json');
  if (!existsSync(file)) return null;
  const operations = operationsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { assetsFolder: path.join(folder, id, 'assets'), operations: new Map(Object.entries(operations)) };
}

/**
 * Puts this build's files and operations beside those of earlier ones, and forgets what is too old.
 * @param folder in the data folder: a deploy replaces the program's own files.
 * @returns the earlier builds that are still answered, newest first.
 */
export function keepBuild(folder: string, web: WebBuild, now: Date): readonly KeptBuild[] {
  const id = idOf(web);
  const list = path.join(folder, 'served.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  store(folder, id, web);
  const before = readServed(list);
  const served =
    before[0]?.id === id ? before : [{ id, since: now.toISOString() }, ...before.filter((b) => b.id !== id)];
  const wanted = stillWanted(served, now);
  putInPlace(list, (temporary) => writeFileSync(temporary, JSON.stringify(wanted)));
  const names = new Set(wanted.map((build) => build.id));
  for (const name of readdirSync(folder)) {
    if (ID.test(name) && !names.has(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  return wanted.slice(1).flatMap((build) => read(folder, build.id) ?? []);
}
