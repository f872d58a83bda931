import type { Action } from '@sos/domain';

interface AdministrationSection {
  readonly to: string;
  /** Its words: `administration:section.<key>`. */
  readonly key: string;
  readonly action: Action;
}

/** The rooms of administration, in the order of how often they are needed. Add yours here. */
export const ADMINISTRATION_SECTIONS = [
  { to: '/app/admin/health', key: 'health', action: 'health.read' },
  { to: '/app/admin/switches', key: 'switches', action: 'settings.read' },
  { to: '/app/admin/settings', key: 'settings', action: 'settings.read' },
] as const satisfies readonly AdministrationSection[];
