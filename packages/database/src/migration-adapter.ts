import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';

import { codeOf, messageOf } from './problem.js';

type RunScript = (script: string) => Promise<unknown>;

function asDriverError(error: unknown): DriverAdapterError {
  return new DriverAdapterError({
    kind: 'postgres',
    code: codeOf(error) || 'XX000',
    severity: 'ERROR',
    message: messageOf(error),
    detail: undefined,
    column: undefined,
    hint: undefined,
  });
}

/**
 * Both adapters run scripts in ways a migration does not survive: one cuts at every semicolon, also inside a function or a
 * comment, and the other does not wait, so that a failed migration counts as applied. Here the script goes to the server
 * as it is, which runs it in one transaction.
 */
export function runsScriptsWhole(
  factory: SqlMigrationAwareDriverAdapterFactory,
  runScript: RunScript,
  connectToShadowDb: () => Promise<SqlDriverAdapter> = () => factory.connectToShadowDb(),
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () =>
      Object.assign(await factory.connect(), {
        executeScript: async (script: string) => {
          try {
            await runScript(script);
          } catch (error) {
            throw asDriverError(error);
          }
        },
      }),
    connectToShadowDb,
  };
}
