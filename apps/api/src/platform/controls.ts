import type { Database } from '@sos/database';
import { isStoppedAmong, SWITCH_SECONDS, toSettingValues } from '@sos/domain';

import { readSettings, readSwitches } from './controls.repository.js';
import { keepBriefly } from './kept-briefly.js';
import type { Clock, SettingsReader, Switches } from './platform.types.js';

const KEPT_MS = SWITCH_SECONDS * 1000;

/**
 * Whether something is stopped, at most two seconds old in every process. When the database does not answer the question fails,
 * and so does what asked: it could not have been stored, sent or counted either, and a sender keeps what was not answered for.
 */
export function createSwitches(database: Database, clock: Clock): Switches {
  const states = keepBriefly(clock, KEPT_MS, () => readSwitches(database));
  return {
    isStopped: async (name) => isStoppedAmong(await states.read(), name, clock.now()),
    forget: () => states.forget(),
  };
}

export function createSettings(database: Database, clock: Clock): SettingsReader {
  const values = keepBriefly(clock, KEPT_MS, async () => toSettingValues(await readSettings(database)));
  return { read: () => values.read(), forget: () => values.forget() };
}
