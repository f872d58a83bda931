import type { Clock } from '../platform/platform.types.js';

/** Stands still until it is told to move. */
export class TestClock implements Clock {
  constructor(private current = new Date('2026-12-01T10:00:00.000Z')) {}

  now(): Date {
    return new Date(this.current);
  }

  advance(milliseconds: number): void {
    this.current = new Date(this.current.getTime() + milliseconds);
  }

  set(moment: Date): void {
    this.current = moment;
  }
}
