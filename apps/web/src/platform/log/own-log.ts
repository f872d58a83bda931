import { buildTrust } from '../keys/pinned-roots.js';
import { createLogFollower, type LogFollower } from './follow-log.js';

/** Over a slow network a report must not wait for the log for long: what does not answer is only noted. */
const LONGEST_WAIT_MS = 10_000;

/** This service's log, on the app's own origin. No cookie goes with it: the answer is everybody's. */
export function ownLogFollower(): LogFollower {
  return createLogFollower({
    trust: buildTrust(),
    now: () => new Date(),
    async ask(path) {
      const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
      const answer = await fetch(path, { credentials: 'omit', cache: 'no-cache', redirect: 'error', signal });
      // A proxy's or a paused service's page is not an answer of the log.
      if (![200, 400, 404].includes(answer.status)) throw new Error('LOG_UNREACHABLE');
      return { status: answer.status, body: await answer.text() };
    },
  });
}
