import {
  execute as run,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { randomUUID } from 'node:crypto';

import { createFormatError } from './graphql.js';
import type { Config, Execute, Logger } from './platform.types.js';
import { NO_COOKIES, type RequestContext } from './viewer.js';

/** The bundle's own operations: a fixed, small set of texts. */
const MOST_DOCUMENTS = 200;

function anonymous(): RequestContext {
  return { requestId: randomUUID(), viewer: null, origin: 'site', networkKey: '', cookies: NO_COOKIES };
}

/** Runs the site's own operations in this process, as a visitor whom nobody knows. */
export function createExecute(schema: GraphQLSchema, mode: Config['mode'], logger: Logger): Execute {
  const documents = new Map<string, DocumentNode>();
  const format = createFormatError(mode, logger);
  const documentOf = (query: string): DocumentNode => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const [problem] = validate(schema, document, specifiedRules);
    if (problem) throw problem;
    if (documents.size >= MOST_DOCUMENTS) documents.clear();
    documents.set(query, document);
    return document;
  };
  return async ({ query, variables, operationName }) => {
    const document = documentOf(query);
    const { data, errors } = await run({
      schema,
      document,
      variableValues: variables,
      operationName: operationName ?? null,
      contextValue: anonymous(),
    });
    // Plain objects: what graphql made has no prototype, and its errors are of its own class.
    return {
      data: data ?? null,
      ...(errors ? { errors: errors.map((error: GraphQLError) => format(error.toJSON(), error)) } : {}),
    };
  };
}
