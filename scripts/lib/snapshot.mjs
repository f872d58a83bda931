import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function* walk(file) {
  if (!existsSync(file)) return;
  if (!statSync(file).isDirectory()) {
    yield file;
    return;
  }
  for (const name of readdirSync(file))
    if (name !== 'node_modules' && name !== 'dist') yield* walk(path.join(file, name));
}

/** What the generated files under these paths say now. Content is compared, not git's status: it must work in a dirty tree, and see new files. */
export function takeSnapshot(paths, isGenerated) {
  const files = paths.flatMap((name) => [...walk(name)]).filter((file) => isGenerated(file));
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

function changeOf(old, now) {
  if (old === undefined) return 'new';
  return now === undefined ? 'gone' : 'changed';
}

/** @returns {{ file: string, change: 'new' | 'gone' | 'changed', before: string, after: string }[]} */
export function compareSnapshots(before, after) {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => {
    const [old, now] = [before.get(file), after.get(file)];
    return old === now ? [] : [{ file, change: changeOf(old, now), before: old ?? '', after: now ?? '' }];
  });
}

/** A check leaves the tree as it found it. */
export function restoreSnapshot(changes) {
  for (const { file, change, before } of changes) {
    if (change === 'new') rmSync(file);
    else writeFileSync(file, before);
  }
}

/** The first lines that differ: enough to see what went out of step, without a diff program. */
export function describeChange({ file, change, before, after }, limit = 6) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const gone = old.filter((line) => !now.includes(line)).slice(0, limit);
  const added = now.filter((line) => !old.includes(line)).slice(0, limit);
  return [`${file}: ${change}`, ...gone.map((line) => `  - ${line}`), ...added.map((line) => `  + ${line}`)].join('\n');
}
