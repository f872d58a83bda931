import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'generated', 'var', 'test-results', 'playwright-report']);

function* filesUnder(file) {
  if (!existsSync(file)) return;
  if (!statSync(file).isDirectory()) {
    yield file;
    return;
  }
  for (const name of readdirSync(file).sort()) {
    if (!SKIPPED.has(name)) yield* filesUnder(path.join(file, name));
  }
}

/** A digest of what the files say, not of when they were written: a fresh clone and a branch switched back and forth count as unchanged. */
export function contentStamp(root, names, ...extra) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of filesUnder(path.join(root, name))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  for (const word of extra) hash.update(`${word}\0`);
  return hash.digest('hex');
}

/** Whether the work with this stamp is done and everything it made is still there. */
export function isDone(stampFile, stamp, products) {
  return (
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && products.every((file) => existsSync(file))
  );
}

export function markDone(stampFile, stamp) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}
