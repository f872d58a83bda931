import {
  LANGUAGES,
  LONGEST_SWITCH_HOURS,
  parseSetting,
  SETTING_KEYS,
  SETTINGS,
  isStopped,
  SWITCHES,
  toSettingValues,
  type SettingIssue,
  type SettingKey,
  type SettingValue,
  type SwitchName,
} from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import type { Audit, Clock, Logger, SettingsReader, Switches } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { SettingsRepository } from './settings.repository.js';

interface Changed {
  readonly version: number;
  readonly changedAt: Date | null;
  /** Null: never changed, or by somebody who is gone. */
  readonly changedByName: string | null;
}
export interface SettingView extends Changed {
  readonly key: SettingKey;
  readonly value: SettingValue;
}
export interface SwitchView extends Changed {
  readonly name: SwitchName;
  readonly stopped: boolean;
  readonly until: Date | null;
}

export type SaveOutcome =
  | { readonly kind: 'saved' | 'changed_meanwhile'; readonly setting: SettingView }
  | { readonly kind: 'refused'; readonly code: SettingIssue };
export interface SwitchOutcome {
  readonly kind: 'set' | 'changed_meanwhile';
  readonly view: SwitchView;
}

const version = z.int().min(0).max(2_000_000_000);
const settingInput = z.object({
  key: z.enum(SETTING_KEYS),
  version,
  texts: z
    .array(z.object({ language: z.enum(LANGUAGES), text: z.string().max(10_000) }))
    .max(LANGUAGES.length)
    .nullish(),
  number: z.int().nullish(),
  text: z.string().max(1_000).nullish(),
});
const switchInput = z.object({
  name: z.enum(SWITCHES),
  version,
  stopped: z.boolean(),
  hours: z.int().min(1).max(LONGEST_SWITCH_HOURS).nullish(),
});
type SettingInput = z.infer<typeof settingInput>;

const HOUR_MS = 3_600_000;

export interface SettingsParts {
  readonly repository: SettingsRepository;
  readonly settings: SettingsReader;
  readonly switches: Switches;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What an administrator changes while the service runs. Whoever changes something says which version they saw. */
export class SettingsService {
  constructor(private readonly parts: SettingsParts) {}

  async settings(): Promise<readonly SettingView[]> {
    const rows = await this.parts.repository.listSettings();
    const names = await this.#names(rows);
    const values = toSettingValues(rows);
    return SETTING_KEYS.map((key) => {
      const row = rows.find((one) => one.key === key);
      return { key, value: values[key], ...changed(row, names) };
    });
  }

  /** As they stand now: one whose end has come runs again. */
  async switches(): Promise<readonly SwitchView[]> {
    const rows = await this.parts.repository.listSwitches();
    const names = await this.#names(rows);
    const now = this.parts.clock.now();
    return SWITCHES.map((name) => {
      const row = rows.find((one) => one.name === name);
      const stopped = isStopped(row, now);
      return { name, stopped, until: stopped ? (row?.until ?? null) : null, ...changed(row, names) };
    });
  }

  async save(viewer: Viewer, input: unknown): Promise<SaveOutcome> {
    const parsed = settingInput.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { key, version: seenVersion } = parsed.data;
    const given = parseSetting(key, valueIn(parsed.data));
    if (!given.ok) return { kind: 'refused', code: given.issue };
    const { repository, settings, audit, clock, logger } = this.parts;
    const facts = { setting: key, version: String(seenVersion + 1) };
    const by = viewer.accountId;
    const saved = await repository.saveSetting({ key, value: given.value, seenVersion, by, at: clock.now() }, (tx) =>
      audit.record({ event: 'settings.changed', actorId: by, subject: 'service', subjectId: null, facts }, tx),
    );
    settings.forget();
    if (saved) logger.info('settings.changed', { setting: key });
    const setting = (await this.settings()).find((one) => one.key === key);
    if (!setting) throw new AppError('NOT_FOUND');
    return { kind: saved ? 'saved' : 'changed_meanwhile', setting };
  }

  async setSwitch(viewer: Viewer, input: unknown): Promise<SwitchOutcome> {
    const parsed = switchInput.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { name, version: seenVersion, stopped, hours } = parsed.data;
    const { repository, switches, audit, clock, logger } = this.parts;
    const at = clock.now();
    const until = stopped && typeof hours === 'number' ? new Date(at.getTime() + hours * HOUR_MS) : null;
    const facts = { switch: name, state: stopped ? 'stopped' : 'running', until: until?.toISOString() ?? 'open' };
    const by = viewer.accountId;
    const set = await repository.saveSwitch({ name, stopped, until, seenVersion, by, at }, (tx) =>
      audit.record({ event: 'switch.changed', actorId: by, subject: 'service', subjectId: null, facts }, tx),
    );
    switches.forget();
    if (set) logger.warn('switch.changed', { switch: name, state: facts.state });
    const view = (await this.switches()).find((one) => one.name === name);
    if (!view) throw new AppError('NOT_FOUND');
    return { kind: set ? 'set' : 'changed_meanwhile', view };
  }

  #names(rows: readonly { readonly changedBy: string | null }[]): Promise<ReadonlyMap<string, string>> {
    return this.parts.repository.namesOf(rows.flatMap(({ changedBy }) => changedBy ?? []));
  }
}

function changed(
  row: { readonly version: number; readonly changedAt: Date; readonly changedBy: string | null } | undefined,
  names: ReadonlyMap<string, string>,
): Changed {
  if (!row) return { version: 0, changedAt: null, changedByName: null };
  return {
    version: row.version,
    changedAt: row.changedAt,
    changedByName: row.changedBy === null ? null : (names.get(row.changedBy) ?? null),
  };
}

/** What was sent for a setting of this kind; the other fields do not count. */
function valueIn({ key, texts, number, text }: SettingInput): unknown {
  switch (SETTINGS[key].kind) {
    case 'texts':
      return Object.fromEntries((texts ?? []).map((one) => [one.language, one.text]));
    case 'number':
      return number;
    case 'address':
    case 'zone':
      return text;
  }
}
