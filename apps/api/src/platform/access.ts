import {
  mayDo,
  mayDoWithoutSecondFactor,
  operationLimits,
  PROTECTIVE_MUTATIONS,
  STEP_UP,
  type Action,
} from '@sos/domain';
import type { GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';

import { AppError, rateLimited } from './errors.js';
import type { Platform, RateLimits, Switches } from './platform.types.js';
import type { RequestContext, Viewer } from './viewer.js';

/** Declares which action of the domain's table a root field is. Record-level rules live in each module's policy. */
export function Access(action: Action): MethodDecorator {
  return Extensions({ action });
}

/** @throws UNAUTHENTICATED, FORBIDDEN, SECOND_FACTOR_REQUIRED or STEP_UP_REQUIRED. Routes outside GraphQL ask the same tables. */
export function requireAction(action: Action, viewer: RequestContext['viewer']): void {
  if (!mayDo(action, viewer?.roles ?? null)) throw new AppError(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  if (viewer?.scopes && !viewer.scopes.has(action)) throw new AppError('FORBIDDEN', 'scope');
  if (viewer?.proof.awaitsSecondFactor === true && !mayDoWithoutSecondFactor(action))
    throw new AppError('SECOND_FACTOR_REQUIRED');
  if (STEP_UP.has(action) && viewer?.proof.isRecent !== true) throw new AppError('STEP_UP_REQUIRED');
}

/** Whoever asks, where `@Access` has let nobody else through. */
export function viewerOf({ viewer }: Pick<RequestContext, 'viewer'>): Viewer {
  if (!viewer) throw new AppError('UNAUTHENTICATED');
  return viewer;
}

/** @throws RATE_LIMITED. Counted in the database, so that every process counts together. */
async function countUse(operation: string, { viewer, networkKey }: RequestContext, limits: RateLimits): Promise<void> {
  for (const { per, count, seconds } of operationLimits(operation)) {
    const subject = per === 'account' ? viewer?.accountId : networkKey;
    // Nobody's account, or our own rendering of a page: there is nothing to count by.
    if (subject === undefined || subject === '') continue;
    const wait = await limits.take(`operation.${operation}.${per}`, subject, { count, seconds });
    if (wait !== null) throw rateLimited(wait);
  }
}

/** Whoever stopped all changes must be able to sign in and let them go on, and what protects people must go on against them. */
function goesOnWhileStopped(mutation: string, action: Action): boolean {
  return action.startsWith('session.') || action === 'switches.write' || PROTECTIVE_MUTATIONS.has(mutation);
}

/** @throws PAUSED while an administrator lets nothing be changed. Routes outside GraphQL ask the same. */
export async function requireChanges(switches: Switches): Promise<void> {
  if (await switches.isStopped('changes')) throw new AppError('PAUSED', 'changes');
}

export type Guards = Pick<Platform, 'rateLimits' | 'switches'>;

/** PostgreSQL's text holds every character but one; what holds it was typed by no person. */
function holdsZeroByte(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsZeroByte);
}

/** Stops the boot when a root field forgot `@Access`, so an unguarded operation can never ship. */
export function guardRootFields(schema: GraphQLSchema, { rateLimits, switches }: Guards): GraphQLSchema {
  const mutation = schema.getMutationType();
  for (const root of [schema.getQueryType(), mutation, schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      // The decorator above is the only writer of this extension.
      const action = field.extensions['action'] as Action | undefined;
      if (!action) throw new Error(`${root?.name ?? ''}.${field.name} declares no @Access(...)`);
      const { resolve } = field;
      const operation = `${root?.name ?? ''}.${field.name}`;
      const waits = root === mutation && !goesOnWhileStopped(field.name, action);
      field.resolve = async (source, args, context: RequestContext, info): Promise<unknown> => {
        requireAction(action, context.viewer);
        if (holdsZeroByte(args)) throw new AppError('INVALID_INPUT');
        if (waits) await requireChanges(switches);
        await countUse(operation, context, rateLimits);
        return resolve?.(source, args, context, info);
      };
    }
  }
  return schema;
}
