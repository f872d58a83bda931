import { RECOVERY_CODES } from '@sos/domain';
import { randomInt } from 'node:crypto';

function newCode(): string {
  const { groups, groupLength, alphabet } = RECOVERY_CODES;
  const letter = (): string => alphabet[randomInt(alphabet.length)] ?? '';
  const group = (): string => Array.from({ length: groupLength }, letter).join('');
  return Array.from({ length: groups }, group).join('-');
}

export function newRecoveryCodes(): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES.count) codes.add(newCode());
  return [...codes];
}
