import type { Config, SettingsReader, Switches } from '../../platform/platform.types.js';
import { inLanguages, serviceInfo } from '../../platform/service-info.js';
import type { Service, ServiceNotices } from './service.types.js';

/** What is so for everybody just now. */
export class ServiceService {
  constructor(
    private readonly config: Config,
    private readonly settings: SettingsReader,
    private readonly switches: Switches,
  ) {}

  async read(): Promise<Service> {
    const [values, signingPaused] = await Promise.all([this.settings.read(), this.switches.isStopped('signing')]);
    const signingPausedText = signingPaused ? inLanguages(values.signingStopped) : [];
    return { ...serviceInfo(this.config, values), signingPaused, signingPausedText };
  }

  async notices(): Promise<ServiceNotices> {
    const [values, intakePaused] = await Promise.all([this.settings.read(), this.switches.isStopped('intake')]);
    return {
      intakePaused,
      intakePausedText: intakePaused ? inLanguages(values.intakeStopped) : [],
      duty: inLanguages(values.dutyInformation),
    };
  }
}
