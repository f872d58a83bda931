import { PASSWORD_FAULTS, type PasswordFault } from '@sos/domain';

export function asFault(code: string): PasswordFault {
  return PASSWORD_FAULTS.find((fault) => fault === code) ?? 'easy';
}
