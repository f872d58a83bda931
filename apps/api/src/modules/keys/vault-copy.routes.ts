import { VAULT_COPY_BYTES, VAULT_SHARE_BYTES, type Action } from '@sos/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { requireAction, viewerOf } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { VaultCopyService } from './vault-copy.service.js';

const OCTETS = 'application/octet-stream';

/** Bytes do not travel in GraphQL. The account is the session's, so no address names anybody. */
export function vaultCopyRoutes(platform: Platform, service: VaultCopyService): (server: FastifyInstance) => void {
  async function allowed(action: Action, request: FastifyRequest): Promise<Viewer> {
    const context = await platform.contextOf(request);
    requireAction(action, context.viewer);
    return viewerOf(context);
  }

  function addRoutes(scope: FastifyInstance): void {
    scope.removeContentTypeParser(OCTETS);
    scope.addContentTypeParser(OCTETS, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
    scope.put(
      '/vault-copy',
      {
        // Before a body is read.
        onRequest: async (request) => {
          await allowed('keys.keepVaultCopy', request);
        },
        bodyLimit: VAULT_SHARE_BYTES + VAULT_COPY_BYTES,
      },
      async (request, reply) => {
        if (!(request.body instanceof Uint8Array)) throw new AppError('INVALID_INPUT');
        await service.keep(await allowed('keys.keepVaultCopy', request), request.body);
        return reply.code(204).header('cache-control', 'no-store').send();
      },
    );
    scope.post('/vault-copy/take', async (request, reply) => {
      const bytes = await service.take(await allowed('keys.takeVaultCopy', request));
      return reply.header('cache-control', 'no-store').type(OCTETS).send(Buffer.from(bytes));
    });
  }

  // A scope of its own: only these routes take bytes.
  return (server) => {
    void server.register(async (scope) => addRoutes(scope));
  };
}
