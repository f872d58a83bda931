import { encryptPackets, newSessionKey, wrapSessionKey } from './engine-literal.js';
import { checkKey } from './engine-public-key.js';
import { CryptoError } from './errors.js';
import { joinMessage } from './framing.js';
import { armorPackets, openpgp } from './openpgp-library.js';
import { generatePassphrase, normalisePassphrase } from './passphrase.js';

/** 52 bits and a few tries: nobody gets through by guessing. */
const CANARY_WORDS = 4;
const TRIES = 5;

export interface Canary {
  readonly words: string;
  triesLeft: number;
}

/** Words only the holder of the private half can read, in the same kind of message that cases are made of. */
export async function sealCanary(
  publicKey: Uint8Array,
  date: Date,
): Promise<{ readonly canary: Canary; readonly armored: string }> {
  const checked = await checkKey(publicKey, date);
  if (!checked.ok) throw new CryptoError('KEY_REFUSED');
  const words = generatePassphrase(CANARY_WORDS);
  const sessionKey = newSessionKey();
  const message = await openpgp.createMessage({ text: `${words}\n`, date });
  const seipd = await encryptPackets(message, sessionKey, date);
  const pkesk = await wrapSessionKey(sessionKey, checked.parsed, checked.encryptionSubkeyId, date);
  const whole = joinMessage([pkesk], seipd);
  return { canary: { words, triesLeft: TRIES }, armored: armorPackets(openpgp.enums.armor.message, whole) };
}

export function isCanary(canary: Canary, typed: string): boolean {
  canary.triesLeft -= 1;
  return normalisePassphrase(typed) === canary.words;
}
