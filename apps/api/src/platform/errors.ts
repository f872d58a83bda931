/** Closed list: a client owns the words for each of them. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  /** Allowed, once the person has proved again who they are. */
  | 'STEP_UP_REQUIRED'
  /** A password alone opened this session, and this service asks for more. */
  | 'SECOND_FACTOR_REQUIRED'
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'RATE_LIMITED'
  /** Stopped for everybody by an administrator; the reason names the switch. Nothing was stored, and it may be sent again later. */
  | 'PAUSED'
  | 'REFUSED_BY_GATE';

/** The only error that reaches a client as it is; everything else is masked as INTERNAL and logged by id. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** A finer reason a client may act on, e.g. the gate's refusal. Never data. */
    readonly reason?: string,
    /** With RATE_LIMITED: when trying again can help. */
    readonly retryAfterSeconds?: number,
  ) {
    super(code);
    this.name = 'AppError';
  }
}

export const rateLimited = (seconds: number): AppError => new AppError('RATE_LIMITED', undefined, seconds);

/** What is not yours does not exist. */
export const notFound = (): AppError => new AppError('NOT_FOUND');
