import 'reflect-metadata';

import type { FastifyInstance } from 'fastify';

import { GRAPHQL_ATTACKS } from './testing/graphql-attacks.js';
import { REQUEST_ATTACKS, send } from './testing/request-attacks.js';
import { PATHS, sendBytes, SMUGGLING, statusesIn } from './testing/wire.js';
import { SECRET, startAttackWorld, type AttackWorld } from './testing/world.js';

let world: AttackWorld;
beforeAll(async () => (world = await startAttackWorld()));
afterAll(() => world.api.close());
/** Whatever was tried, both servers still answer and no object has learnt anything. */
async function standing(): Promise<readonly unknown[]> {
  const { site, app } = world.api;
  const answers = await Promise.all([site.inject('/healthz'), app.inject('/healthz')]);
  return [...answers.map(({ statusCode }) => statusCode), ({} as { polluted?: unknown }).polluted];
}
const STANDING = [200, 200, undefined];

describe('GraphQL', () => {
  test.each(GRAPHQL_ATTACKS)('$name', async ({ body, headers = {} }) => {
    const { api } = world;
    const attack = async (server: FastifyInstance) => {
      const response = await server.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const answer = response.json<{
        data?: object | null;
        errors?: { extensions: { code: string } }[];
        code?: string;
      }>();
      expect([response.statusCode < 500, answer.data ?? null]).toEqual([true, null]);
      expect(answer.errors?.[0]?.extensions.code ?? answer.code).toMatch(/^[A-Z_]+$/);
      expect(response.body).not.toContain('INTERNAL');
    };
    await Promise.all([attack(api.site), attack(api.app)]);
  });
  test('and still stands', async () => expect(await standing()).toEqual(STANDING));
});

describe('bytes that are no honest request', () => {
  test.each(SMUGGLING)('%s', async (_name, bytes) => {
    const { site, app } = world.ports;
    for (const answer of await Promise.all([sendBytes(site, bytes), sendBytes(app, bytes)])) {
      expect(statusesIn(answer).length).toBeLessThanOrEqual(1);
      expect(statusesIn(answer).filter((status) => status < 400 || status === 500)).toEqual([]);
      expect(answer).not.toMatch(/secret|"status":"ok"/);
    }
  });
  test('and still stands', async () => expect(await standing()).toEqual(STANDING));
});

describe('paths that lead out', () => {
  test.each(PATHS)('%s', async (url) => {
    const { site, app } = world.ports;
    const bytes = `GET ${url} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
    for (const answer of await Promise.all([sendBytes(site, bytes), sendBytes(app, bytes)])) {
      expect(statusesIn(answer)[0]).toBeGreaterThanOrEqual(400);
      expect(answer).not.toContain(SECRET);
      expect(answer).not.toMatch(/root:|location:/i);
    }
  });
  test('and still stands', async () => expect(await standing()).toEqual(STANDING));
});

describe('requests', () => {
  test.each(REQUEST_ATTACKS)('$name', async (attack) => {
    const response = await send(world, attack);
    const codes = /UNAUTHENTICATED|FORBIDDEN/;
    // GraphQL says it in the answer; everything else in the status line.
    expect(response.statusCode >= 400 || codes.test(response.body)).toBe(true);
    expect(response.statusCode).not.toBe(500);
    expect(response.body).not.toMatch(/"news"|"stored"|"receipt"|root:/);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  });
  test('and still stands', async () => expect(await standing()).toEqual(STANDING));
});
