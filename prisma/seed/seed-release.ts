import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { appendAudit } from '@sos/audit';
import { projectFolder } from '@sos/database';
import { parseReleaseManifest } from '@sos/domain';
import { publishRelease } from '@sos/log/store';

import { signWithDemoRoots } from './demo-roots.js';
import { sha256, sha256Hex, type SeedContext } from './seed-context.js';

/** The demo's roots sign whatever was built here, so that checking a deployment can be tried. What they sign proves nothing. */
export async function seedRelease({ database, now, say }: SeedContext): Promise<void> {
  const file = path.join(projectFolder(), 'dist/release/release-manifest.json');
  const bytes = existsSync(file) ? Uint8Array.from(readFileSync(file)) : null;
  const manifest = bytes && parseReleaseManifest(bytes);
  if (!manifest) return;
  if ((await database.prisma.release.count({ where: { sha256: sha256(bytes) } })) > 0) return;
  const signatures = await signWithDemoRoots(bytes, now, 'release-manifest.v1');
  await database.prisma.$transaction(async (tx) => {
    await publishRelease(tx, { bytes, version: manifest.version, signatures }, now);
    const facts = { sha256: sha256Hex(bytes), version: manifest.version, by: 'demo' };
    await appendAudit(
      tx,
      { event: 'release.published', actorId: null, subject: 'service', subjectId: null, facts },
      now,
    );
  });
  say(`Release ${manifest.version}: signed by ${signatures.length} demo roots`);
}
