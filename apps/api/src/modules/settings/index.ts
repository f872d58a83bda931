import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsResolver } from './settings.resolver.js';
import { SettingsService } from './settings.service.js';

export function createSettingsModule({
  database,
  settings,
  switches,
  audit,
  clock,
  logger,
}: Pick<Platform, 'database' | 'settings' | 'switches' | 'audit' | 'clock' | 'logger'>): ApiModule {
  const repository = new SettingsRepository(database);
  const service = new SettingsService({ repository, settings, switches, audit, clock, logger });
  return { resolvers: [[SettingsResolver, new SettingsResolver(service)]] };
}
