import { SETTINGS, type SettingDefinition, type Texts } from '@sos/domain';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { inLanguages } from '../../platform/service-info.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { SettingsService, SettingView } from './settings.service.js';
import {
  SaveSettingInput,
  SaveSettingResult,
  SaveSettingSuccess,
  ServiceSwitch,
  SetSwitchInput,
  SetSwitchResult,
  SetSwitchSuccess,
  Setting,
  SettingChangedProblem,
  SettingRefusedProblem,
  SwitchChangedProblem,
} from './settings.types.js';

@Resolver()
export class SettingsResolver {
  constructor(private readonly service: SettingsService) {}

  @Access('settings.read')
  @Query(() => [Setting])
  async settings(): Promise<Setting[]> {
    return (await this.service.settings()).map(toSetting);
  }

  @Access('settings.read')
  @Query(() => [ServiceSwitch])
  async serviceSwitches(): Promise<ServiceSwitch[]> {
    return [...(await this.service.switches())];
  }

  @Access('settings.write')
  @Mutation(() => SaveSettingResult)
  async saveSetting(
    @Arg('input', () => SaveSettingInput) input: SaveSettingInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SaveSettingResult> {
    const outcome = await this.service.save(viewerOf(context), input);
    switch (outcome.kind) {
      case 'saved':
        return Object.assign(new SaveSettingSuccess(), { setting: toSetting(outcome.setting) });
      case 'changed_meanwhile':
        return Object.assign(new SettingChangedProblem(), { setting: toSetting(outcome.setting) });
      case 'refused':
        return Object.assign(new SettingRefusedProblem(), { code: outcome.code });
    }
  }

  @Access('switches.write')
  @Mutation(() => SetSwitchResult)
  async setSwitch(
    @Arg('input', () => SetSwitchInput) input: SetSwitchInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetSwitchResult> {
    const { kind, view } = await this.service.setSwitch(viewerOf(context), input);
    const answer = kind === 'set' ? new SetSwitchSuccess() : new SwitchChangedProblem();
    return Object.assign(answer, { serviceSwitch: view });
  }
}

function boundsOf(definition: SettingDefinition): Pick<Setting, 'least' | 'most'> {
  if (definition.kind === 'number') return { least: definition.least, most: definition.most };
  return { least: null, most: definition.kind === 'texts' ? definition.longest : null };
}

const isTexts = (value: SettingView['value']): value is Texts => typeof value === 'object';

function toSetting({ key, value, ...changed }: SettingView): Setting {
  return {
    key,
    kind: SETTINGS[key].kind,
    texts: isTexts(value) ? inLanguages(value) : [],
    number: typeof value === 'number' ? value : null,
    text: typeof value === 'string' ? value : null,
    ...boundsOf(SETTINGS[key]),
    ...changed,
  };
}
