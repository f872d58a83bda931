import 'reflect-metadata';

import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ContainerType, type NonEmptyArray } from 'type-graphql';

import { guardRootFields, type Guards } from './platform/access.js';
import type { ApiModule } from './platform/platform.types.js';

type ResolverClass = ApiModule['resolvers'][number][0];

function isFilled<T>(list: readonly T[]): list is NonEmptyArray<T> {
  return list.length > 0;
}

/** The executable schema of what the modules bring; every root field is guarded by its action. */
export async function buildApiSchema(modules: readonly ApiModule[], guards: Guards): Promise<GraphQLSchema> {
  const instances = new Map<unknown, unknown>(modules.flatMap(({ resolvers }) => resolvers));
  const classes: ResolverClass[] = modules.flatMap(({ resolvers }) => resolvers.map(([resolver]) => resolver));
  if (!isFilled(classes)) throw new Error('a schema needs a resolver');
  // Instances are made once, by hand: the container only finds them.
  const container: ContainerType = { get: (resolver) => instances.get(resolver) };
  return guardRootFields(await buildSchema({ resolvers: classes, container, validate: false }), guards);
}
