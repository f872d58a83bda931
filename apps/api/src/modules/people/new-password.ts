import { LIMITS } from '@sos/domain';

const SHORTEST = 12;

/** Long enough to be a sentence of one's own. */
export function isGoodPassword(password: string): boolean {
  return password.length >= SHORTEST && password.length <= LIMITS.password;
}
