import { toBase64 } from '@sos/log';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import { OPEN_TO_ALL } from '../../platform/security-headers.js';
import type { LogService } from './log.service.js';

const place = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/)
  .transform(Number);
const inclusionSchema = z.object({ index: place, size: place });
const rangeSchema = z.object({ from: place, to: place });
const checkpointSchema = z.object({ cosigned: z.literal('1').optional() });

function read<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw new AppError('INVALID_INPUT');
  return parsed.data;
}

/** What is asked about fixed sizes of a log that only grows has one answer, for ever. */
function immutable(reply: FastifyReply): FastifyReply {
  return reply.headers(OPEN_TO_ALL).header('cache-control', 'public, max-age=31536000, immutable');
}

const proofOf = (hashes: readonly Uint8Array[]) => ({ proof: hashes.map(toBase64) });

/** The same on both origins, for whoever asks: no cookie is read, and a page of anybody may fetch it. */
export function addLogRoutes(server: FastifyInstance, log: LogService): void {
  server.get('/log/checkpoint', async ({ query }, reply) => {
    const { cosigned } = read(checkpointSchema, query);
    const note = await log.checkpoint(cosigned !== undefined);
    return reply.headers(OPEN_TO_ALL).header('cache-control', 'no-cache').type('text/plain; charset=utf-8').send(note);
  });
  server.get('/log/key', async (_request, reply) =>
    reply.headers(OPEN_TO_ALL).type('text/plain; charset=utf-8').send(`${log.key()}\n`),
  );
  server.get('/log/proof/inclusion', async ({ query }, reply) => {
    const { index, size } = read(inclusionSchema, query);
    const proof = await log.inclusion(index, size);
    return immutable(reply).send({ index, size, ...proofOf(proof) });
  });
  server.get('/log/proof/consistency', async ({ query }, reply) => {
    const { from, to } = read(rangeSchema, query);
    const proof = await log.consistency(from, to);
    return immutable(reply).send({ from, to, ...proofOf(proof) });
  });
  server.get('/log/leaves', async ({ query }, reply) => {
    const { from, to } = read(rangeSchema, query);
    const leaves = await log.leaves(from, to);
    return immutable(reply).send({ from, to, leaves: leaves.map(toBase64) });
  });
}
