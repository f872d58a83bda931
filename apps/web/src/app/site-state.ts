import type { NormalizedCacheObject } from '@apollo/client';
import type { Language } from '@sos/i18n';

import type { ServiceInfo } from '../shared/service.js';

export const STATE_ELEMENT_ID = 'sos-state';

/** What the server hands to the browser, as data and never as script. */
export interface SiteState {
  readonly language: Language;
  /** What was rendered. After a form it is not the address the form was sent to. */
  readonly url: string;
  readonly service: ServiceInfo;
  readonly submission: unknown;
  readonly apollo: NormalizedCacheObject;
}

/** JSON that stays inside a script element whatever the data says. */
export function toInertJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
