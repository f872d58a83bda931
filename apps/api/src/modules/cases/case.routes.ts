import { fingerprintSchema, LIMITS, type Action } from '@sos/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { requireAction, requireChanges } from '../../platform/access.js';
import { AppError, rateLimited } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { BlobService } from './blob.service.js';
import type { EntryService } from './entry.service.js';
import type { GrantService } from './grant.service.js';
import type { GrantVerdictService } from './grant-verdict.service.js';
import { SendsInFlight } from './sends-in-flight.js';

const OCTETS = 'application/octet-stream';
/** Grants of a file: sixty-four readers with the longest keys fit. */
const GRANTS_REQUEST = 64 * 1024;
/** An entry and its file for sixty-four readers. */
const LETTING_IN_REQUEST = 512 * 1024;
const from = fingerprintSchema.optional();
const entryDownload = z.object({ entryId: z.string(), from });
const blobGrant = z.object({ blobId: z.string(), from });
const blobDownload = z.object({ blobId: z.string(), index: z.int() });

/**
 * What one account may send, whether it is taken or not. An honest device that sends a case's 500 MB twice over a bad line stays
 * far below; who wants to fill the disk is stopped before a body is read.
 */
const SENT = {
  entry: [{ count: 1_200, seconds: 3_600 }],
  blob: [{ count: 200, seconds: 3_600 }],
  chunk: [
    { count: 600, seconds: 3_600 },
    { count: 2_000, seconds: 86_400 },
  ],
  grants: [{ count: 6_000, seconds: 3_600 }],
} as const;

interface RouteParts {
  readonly platform: Platform;
  readonly entries: EntryService;
  readonly blobs: BlobService;
  readonly grants: GrantService;
  readonly verdicts: GrantVerdictService;
}

interface IdParams {
  readonly id: string;
}

interface ChunkParams extends IdParams {
  readonly index: string;
}

/** The bytes of cases. Ids stand in paths of the API only, never in the app's address, and answers are never cached. */
export function caseRoutes({
  platform,
  entries,
  blobs,
  grants,
  verdicts,
}: RouteParts): (server: FastifyInstance) => void {
  const viewers = new WeakMap<FastifyRequest, Viewer>();
  const inFlight = new SendsInFlight();

  /** Runs before a body is read: nobody without a session makes the server read one. */
  function allow(action: Action) {
    return async (request: FastifyRequest): Promise<void> => {
      const { viewer } = await platform.contextOf(request);
      requireAction(action, viewer);
      if (viewer) viewers.set(request, viewer);
    };
  }

  function allowSending(what: keyof typeof SENT, action: Action = 'cases.write') {
    const mayDo = allow(action);
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      await mayDo(request);
      await requireChanges(platform.switches);
      const { accountId } = viewerOf(request);
      if (!inFlight.take(accountId, reply.raw)) throw rateLimited(1);
      for (const limit of SENT[what]) {
        const wait = await platform.rateLimits.take(`cases.sent.${what}.${limit.seconds}`, accountId, limit);
        if (wait !== null) throw rateLimited(wait);
      }
    };
  }

  /** A chunk of a file that is not there, or not theirs, is not read. */
  async function expectChunk(request: FastifyRequest<{ Params: ChunkParams }>): Promise<void> {
    await blobs.expectChunk(viewerOf(request), request.params.id, toIndex(request.params.index));
  }

  function viewerOf(request: FastifyRequest): Viewer {
    const viewer = viewers.get(request);
    if (!viewer) throw new AppError('UNAUTHENTICATED');
    return viewer;
  }

  function addRoutes(scope: FastifyInstance): void {
    scope.removeContentTypeParser(OCTETS);
    scope.addContentTypeParser(OCTETS, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
    const write = allow('cases.write');
    const read = allow('cases.read');

    scope.put<{ Params: IdParams }>(
      '/entries/:id',
      { onRequest: allowSending('entry'), bodyLimit: LIMITS.entryRequest },
      async (request, reply) => {
        const { receipt, repeated } = await entries.submit(viewerOf(request), request.params.id, bytesOf(request));
        return uncached(reply)
          .code(repeated ? 200 : 201)
          .send(receipt);
      },
    );
    scope.post('/entries/download', { onRequest: read }, async (request, reply) => {
      const { entryId, from: earlier } = parse(entryDownload, request.body);
      return sendOctets(reply, await entries.download(viewerOf(request), entryId, earlier));
    });
    scope.post(
      '/entries/grants',
      { onRequest: allowSending('grants', 'cases.letIn'), bodyLimit: LETTING_IN_REQUEST },
      async (request, reply) => {
        return uncached(reply).send({ added: await grants.letIn(viewerOf(request), request.body) });
      },
    );
    scope.post(
      '/entries/grants/verdicts',
      { onRequest: allowSending('grants', 'cases.judgeGrants'), bodyLimit: LETTING_IN_REQUEST },
      async (request, reply) => {
        return uncached(reply).send({ recorded: await verdicts.record(viewerOf(request), request.body) });
      },
    );
    scope.put<{ Params: IdParams }>(
      '/blobs/:id',
      { onRequest: allowSending('blob'), bodyLimit: GRANTS_REQUEST },
      async (request, reply) => {
        const { stored, created } = await blobs.create(viewerOf(request), request.params.id, bytesOf(request));
        return uncached(reply)
          .code(created ? 201 : 200)
          .send({ stored });
      },
    );
    scope.put<{ Params: ChunkParams }>(
      '/blobs/:id/chunks/:index',
      { onRequest: [allowSending('chunk'), expectChunk], bodyLimit: LIMITS.chunkRequest },
      async (request, reply) => {
        const { id, index } = request.params;
        const { created } = await blobs.putChunk(viewerOf(request), id, toIndex(index), bytesOf(request));
        return uncached(reply)
          .code(created ? 201 : 200)
          .send({});
      },
    );
    scope.get<{ Params: IdParams }>('/blobs/:id/chunks', { onRequest: write }, async (request, reply) => {
      return uncached(reply).send({ stored: await blobs.progress(viewerOf(request), request.params.id) });
    });
    scope.post('/blobs/grant', { onRequest: read }, async (request, reply) => {
      const { blobId, from: earlier } = parse(blobGrant, request.body);
      return sendOctets(reply, await blobs.ownGrant(viewerOf(request), blobId, earlier));
    });
    scope.post('/blobs/download', { onRequest: read }, async (request, reply) => {
      const { blobId, index } = parse(blobDownload, request.body);
      return sendOctets(reply, await blobs.download(viewerOf(request), blobId, index));
    });
  }

  // A scope of its own: only these routes take bytes.
  return (server) => {
    void server.register(async (scope) => addRoutes(scope));
  };
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new AppError('INVALID_INPUT');
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('INVALID_INPUT');
  return parsed.data;
}

function toIndex(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : -1;
}

function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

function sendOctets(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  return uncached(reply)
    .type(OCTETS)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
