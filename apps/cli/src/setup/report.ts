import type { World } from '../platform/command.js';

/** What setup found and did, told as it goes; what is missing is told once more at the end. */
export class Report {
  readonly #missing: string[] = [];

  constructor(private readonly world: World) {}

  done(what: string): void {
    this.world.say(`ok       ${what}`);
  }

  did(what: string): void {
    this.world.say(`done     ${what}`);
  }

  missing(what: string): void {
    this.#missing.push(what);
    this.world.say(`missing  ${what}`);
  }

  /** @returns whether the first holds */
  either(holds: boolean, what: string, otherwise: string): boolean {
    if (holds) this.done(what);
    else this.missing(otherwise);
    return holds;
  }

  get left(): readonly string[] {
    return this.#missing;
  }
}
