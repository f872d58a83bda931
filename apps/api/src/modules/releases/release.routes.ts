import { RELEASE_PATHS } from '@sos/domain';
import { toBase64 } from '@sos/log';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { OPEN_TO_ALL } from '../../platform/security-headers.js';
import type { ReleaseService } from './release.service.js';

/** One more or less old answer would be taken for another release. */
const fresh = (reply: FastifyReply): FastifyReply => reply.headers(OPEN_TO_ALL).header('cache-control', 'no-cache');

/** The same on both origins, for whoever asks: these addresses stay what they are in every release. */
export function addReleaseRoutes(server: FastifyInstance, releases: ReleaseService): void {
  server.get(RELEASE_PATHS.manifest, async (_request, reply) =>
    fresh(reply).type('application/json; charset=utf-8').send(releases.manifest()),
  );
  server.get(RELEASE_PATHS.signatures, async (_request, reply) => {
    const { signatures } = await releases.published();
    return fresh(reply).type('text/plain; charset=utf-8').send(signatures);
  });
  server.get(RELEASE_PATHS.place, async (_request, reply) => {
    const { place } = await releases.published();
    return fresh(reply).send({ index: place.index, salt: toBase64(place.salt) });
  });
}
