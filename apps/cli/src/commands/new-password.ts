import { hash } from '@node-rs/argon2';
import { createEngine } from '@sos/crypto/engine';
import { PASSWORD_COST } from '@sos/domain';

import type { World } from '../platform/command.js';

export interface NewPassword {
  readonly password: string;
  /** What the database keeps of it. */
  readonly secret: string;
}

/** Six words: nobody has to think of one, and a stolen dump does not give it away. */
export async function makePassword({ now }: World): Promise<NewPassword> {
  const password = (await createEngine({ now }).generatePassphrase({ words: 6 })).replaceAll(' ', '-');
  return { password, secret: await hash(password.normalize('NFC'), PASSWORD_COST) };
}

export function showPassword({ say }: World, password: string): void {
  say('');
  say(`  ${password}`);
  say('');
  say('This password is shown this once. Give it to that person on a way you trust, and not by mail.');
}
