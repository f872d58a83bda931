import type { FastifyRequest } from 'fastify';

/** A person's browser that opens an address or posts a form; a script or a tool takes JSON. */
export function wantsDocument(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}
