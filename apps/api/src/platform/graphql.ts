import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, type ValidationRule } from 'graphql';
import { randomUUID } from 'node:crypto';

import { AppError } from './errors.js';
import type { Config, Logger } from './platform.types.js';
import { limitRootFields } from './root-field-limit.js';
import type { RequestContext } from './viewer.js';

/** About twice what our largest screen asks for. */
const QUERY_LIMITS = { depth: 10, rootFields: 5, aliases: 5, directives: 10, tokens: 1500, cost: 5000 } as const;

/** What a client did wrong in the language itself. Their messages quote the query or its values, so production sends the code alone. */
const CLIENT_MISTAKES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
]);

function where({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
}

/** What a resolver, or the making of the context, threw. */
function causeOf(error: unknown): unknown {
  const original = unwrapResolverError(error);
  return original instanceof GraphQLError ? (original.originalError ?? original) : original;
}

function extensionsOf({ code, reason, retryAfterSeconds }: AppError): Record<string, string | number> {
  return {
    code,
    ...(reason === undefined ? {} : { reason }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The request an error belongs to, for the one line that is all a person gets to read out. */
const requestOf = new WeakMap<object, string>();

const rememberRequest: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) requestOf.set(error, contextValue.requestId);
      },
    };
  },
};

export function createFormatError(mode: Config['mode'], logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = causeOf(error);
    if (original instanceof AppError) {
      return { message: original.code, ...where(formatted), extensions: extensionsOf(original) };
    }
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && CLIENT_MISTAKES.has(code)) {
      const quotesValues = mode === 'production' || code === 'BAD_USER_INPUT';
      return { message: quotesValues ? code : formatted.message, ...where(formatted), extensions: { code } };
    }
    const id = (error instanceof GraphQLError ? requestOf.get(error) : undefined) ?? randomUUID();
    logger.error('graphql.internal', original, { id });
    return { message: 'INTERNAL', ...where(formatted), extensions: { code: 'INTERNAL', id } };
  };
}

function limits() {
  const { depth, aliases, directives, cost } = QUERY_LIMITS;
  return new ApolloArmor({
    maxDepth: { n: depth, flattenFragments: true, ignoreIntrospection: false },
    maxAliases: { n: aliases },
    maxDirectives: { n: directives },
    // The parser's own limit, below: the plugin's answers a mistake of the client with 500.
    maxTokens: { enabled: false },
    costLimit: { maxCost: cost, objectCost: 2, scalarCost: 1, depthCostFactor: 1.4, ignoreIntrospection: false },
  }).protect();
}

/** The lexer stops there: what comes after is never read. */
export const PARSE = { maxLexicalTokens: QUERY_LIMITS.tokens } as const;

/** Beside the language's own rules. */
export function limitRules(): ValidationRule[] {
  return [...limits().validationRules, limitRootFields(QUERY_LIMITS.rootFields)];
}

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  readonly mode: Config['mode'];
  readonly logger: Logger;
}

/** One server for both origins: what differs between them is in the context. */
export async function createGraphqlServer({
  schema,
  mode,
  logger,
}: GraphqlOptions): Promise<ApolloServer<RequestContext>> {
  const armor = limits();
  const plugins: ApolloServerPlugin<RequestContext>[] = [
    ...armor.plugins,
    rememberRequest,
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    ApolloServerPluginCacheControlDisabled(),
  ];
  const quiet = () => undefined;
  const server = new ApolloServer<RequestContext>({
    ...armor,
    schema,
    plugins,
    validationRules: limitRules(),
    parseOptions: PARSE,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    introspection: mode !== 'production',
    hideSchemaDetailsFromClientErrors: mode === 'production',
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Apollo's own lines carry messages; what fails goes through formatError into our log.
    logger: { debug: quiet, info: quiet, warn: quiet, error: () => logger.warn('graphql.server') },
    formatError: createFormatError(mode, logger),
  });
  await server.start();
  return server;
}
