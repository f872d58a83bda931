import type { Clock } from './platform.types.js';

export const systemClock: Clock = { now: () => new Date() };
