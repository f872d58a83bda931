import type { HealthQuery } from './health.generated.js';

export type HealthFigures = HealthQuery['health'];
