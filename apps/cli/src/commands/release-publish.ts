import { appendAudit } from '@sos/audit';
import { sha256Hex } from '@sos/crypto';
import { publishRelease } from '@sos/log/store';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { describeManifest } from '../release/manifest.js';
import { describeSigners, SIGNERS_OPTIONS, SIGNERS_USAGE } from '../release/signers.js';
import { verifyReleaseFile } from '../release/verify-file.js';

export const releasePublish: Command = {
  name: 'release publish',
  usage: `FILE.json ${SIGNERS_USAGE} [--database URL]`,
  summary:
    'Checks who signed a release, puts its hash into the transparency log, and its signatures where it is served.',
  options: { ...SIGNERS_OPTIONS, ...DATABASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const { manifest, bytes, signers } = await verifyReleaseFile(input, world);
    for (const line of [...describeManifest(manifest), ...describeSigners(signers)]) world.say(line);
    const now = world.now();
    const release = { bytes, version: manifest.version, signatures: signers };
    const { place, isNew } = await withDatabase(input, world, ({ prisma }) =>
      prisma.$transaction(async (tx) => {
        const published = await publishRelease(tx, release, now);
        // The service knows nobody by name who publishes from a terminal.
        const facts = { sha256: sha256Hex(bytes), version: manifest.version, by: 'command-line' };
        if (published.isNew)
          await appendAudit(
            tx,
            { event: 'release.published', actorId: null, subject: 'service', subjectId: null, facts },
            now,
          );
        return published;
      }),
    );
    world.say(`${isNew ? 'Published' : 'It was published already'}: entry ${place.index} of the log.`);
  },
};
