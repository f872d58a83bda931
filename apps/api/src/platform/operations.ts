import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse, specifiedRules, validate, type GraphQLSchema } from 'graphql';
import { z } from 'zod';

import { limitRules, PARSE } from './graphql.js';
import type { Config, Platform } from './platform.types.js';
import { WebBuildProblem } from './web-bundle.js';

/** What browsers may ask, by the SHA-256 of its text. */
export interface KnownOperations {
  textOf(id: string): string | undefined;
}

/** The lists of several builds as one; an id says its text, so no two lists disagree. */
export function knownOperations(lists: readonly ReadonlyMap<string, string>[]): KnownOperations {
  const all = new Map(lists.flatMap((list) => [...list]));
  return { textOf: (id) => all.get(id) };
}

/** @throws WebBuildProblem when the build's own pages ask for what this server would refuse. */
export function assertRuns(schema: GraphQLSchema, operations: ReadonlyMap<string, string>): void {
  const rules = [...specifiedRules, ...limitRules()];
  const refused = [...operations.values()].some((text) => validate(schema, parse(text, PARSE), rules).length > 0);
  if (refused) throw new WebBuildProblem('The built web pages ask for what this server does not have: build again.');
}

export interface AdmissionParts {
  readonly mode: Config['mode'];
  readonly operations: KnownOperations;
  readonly contextOf: Platform['contextOf'];
}

type Refusal = 'OPERATION_UNKNOWN' | 'INVALID_INPUT';
type Admitted = Readonly<Record<string, unknown>>;

/** Our deepest input is half as deep, our longest a tenth as long. */
const VARIABLES = { depth: 10, values: 5_000 } as const;
const FIELDS = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Looks no further than it must: a value that is too deep or too long is never walked to its end. */
export function isWithinLimits(root: unknown): boolean {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  let seen = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    const children = Object.values(value);
    seen += children.length;
    if (depth >= VARIABLES.depth || seen > VARIABLES.values) return false;
    for (const child of children) waiting.push({ value: child, depth: depth + 1 });
  }
  return true;
}

const persistedSchema = z.object({ persistedQuery: z.object({ sha256Hash: z.string() }) });
const isRecord = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

/** A text in clear is for tools: in production only a partner's token brings one, since a page of ours never does. */
function maySendText({ mode, contextOf }: AdmissionParts, request: FastifyRequest): Promise<boolean> {
  if (mode !== 'production') return Promise.resolve(true);
  return contextOf(request).then(({ viewer }) => viewer?.scopes !== undefined);
}

async function admit(parts: AdmissionParts, request: FastifyRequest): Promise<Admitted | Refusal> {
  const { body } = request;
  if (!isRecord(body)) return {};
  const { extensions, ...operation } = body;
  const { query, variables } = operation;
  if (Object.keys(body).some((name) => !FIELDS.has(name)) || !isWithinLimits(variables)) return 'INVALID_INPUT';
  if (extensions !== undefined && extensions !== null && !isRecord(extensions)) return 'INVALID_INPUT';
  const persisted = persistedSchema.safeParse(extensions);
  if (!persisted.success) return (await maySendText(parts, request)) ? operation : 'OPERATION_UNKNOWN';
  // A text beside an id is an attempt to teach us one; nothing is ever learnt from a request.
  const text = query === undefined ? parts.operations.textOf(persisted.data.persistedQuery.sha256Hash) : undefined;
  return text === undefined ? 'OPERATION_UNKNOWN' : { ...operation, query: text };
}

/** In GraphQL's own shape, so that a client reads the code like any other. */
function refuse(reply: FastifyReply, code: Refusal): FastifyReply {
  return reply
    .code(400)
    .type('application/graphql-response+json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message: code, extensions: { code } }] }));
}

/** Stands before Apollo: turns an id into its text and keeps everything else out. What is no request at all Apollo refuses itself. */
export function admitOperation(parts: AdmissionParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    // Whoever brings a credential that is none is told so here, before anything is read for them.
    await parts.contextOf(request);
    if (!isRecord(request.body)) return undefined;
    const admitted = await admit(parts, request);
    if (typeof admitted === 'string') return refuse(reply, admitted);
    request.body = admitted;
    return undefined;
  };
}
