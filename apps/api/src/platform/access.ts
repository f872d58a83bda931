import { mayDo, STEP_UP, type Action } from '@sos/domain';
import type { GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';

import { AppError } from './errors.js';
import type { RequestContext, Viewer } from './viewer.js';

/** Declares which action of the domain's table a root field is. Record-level rules live in each module's policy. */
export function Access(action: Action): MethodDecorator {
  return Extensions({ action });
}

/** @throws UNAUTHENTICATED, FORBIDDEN or STEP_UP_REQUIRED. Routes outside GraphQL ask the same tables. */
export function requireAction(action: Action, viewer: RequestContext['viewer']): void {
  if (!mayDo(action, viewer?.roles ?? null)) throw new AppError(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  if (STEP_UP.has(action) && viewer?.proof.isRecent !== true) throw new AppError('STEP_UP_REQUIRED');
}

/** Whoever asks, where `@Access` has let nobody else through. */
export function viewerOf({ viewer }: Pick<RequestContext, 'viewer'>): Viewer {
  if (!viewer) throw new AppError('UNAUTHENTICATED');
  return viewer;
}

/** Stops the boot when a root field forgot `@Access`, so an unguarded operation can never ship. */
export function guardRootFields(schema: GraphQLSchema): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      // The decorator above is the only writer of this extension.
      const action = field.extensions['action'] as Action | undefined;
      if (!action) throw new Error(`${root?.name ?? ''}.${field.name} declares no @Access(...)`);
      const { resolve } = field;
      field.resolve = (source, args, context: RequestContext, info): unknown => {
        requireAction(action, context.viewer);
        return resolve?.(source, args, context, info);
      };
    }
  }
  return schema;
}
