import { sha256Hex } from '@sos/crypto';

import { INTAKE_FORM } from './intake-form.js';

/** Names exactly the questions a report answers. */
export function formHash(): string {
  return sha256Hex(new TextEncoder().encode(JSON.stringify(INTAKE_FORM)));
}
