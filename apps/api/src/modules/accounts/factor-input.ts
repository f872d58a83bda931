import { AppError } from '../../platform/errors.js';
import type { FactorAttempt } from './second-factor.service.js';
import type { SecondFactorInput } from './sign-in.types.js';

/** @throws INVALID_INPUT unless it is exactly one of the two */
export function toFactorAttempt({ passkey, code, isRecoveryCode }: SecondFactorInput): FactorAttempt {
  if (passkey && !code) return { factor: 'passkey', ticket: passkey.ticket, response: passkey.response };
  if (code && !passkey) return { factor: isRecoveryCode === true ? 'recovery_code' : 'totp', code };
  throw new AppError('INVALID_INPUT', 'factor');
}
