import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

/**
 * `dist/operations.json`: every text the app and the site may send, under its SHA-256. In production the server runs these and no
 * others for a browser.
 * @param dist apps/web/dist/, built.
 */
export async function writeOperations(dist: URL): Promise<void> {
  // Built a moment ago from src/operations.entry.ts, whose shape this is.
  const { collectOperations } = (await import(new URL('server/operations.js', dist).href)) as {
    collectOperations(): Promise<readonly string[]>;
  };
  const entries = (await collectOperations()).map((text) => [createHash('sha256').update(text).digest('hex'), text]);
  if (entries.length === 0) throw new Error('no operation was found: the app could ask for nothing');
  await writeFile(new URL('operations.json', dist), `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`);
}
