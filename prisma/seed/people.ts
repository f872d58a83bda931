import type { Language, Region, Role } from '@sos/domain';

/** Everyone and everything here is invented, and says so. */
export const DEMO_ORGANISATIONS = [
  organisation(
    'orimar-water-committees',
    'Federación de Comités de Agua de Orimar (ficticia)',
    'Almarra',
    'latin-america-caribbean',
  ),
  organisation('puerto-lumbre-residents', 'Puerto Lumbre Residents’ Assembly (fictional)', 'Kessaro', 'africa'),
  organisation(
    'tarsenia-salt-flat-council',
    'Consejo de Comunidades del Salar de Ouma (ficticio)',
    'Tarsenia',
    'latin-america-caribbean',
  ),
  organisation('velmora-civic-forum', 'Velmora Civic Forum (fictional)', 'Velmora', 'asia-pacific'),
  organisation('neruma-mangrove-network', 'Neruma Women’s Mangrove Network (fictional)', 'Neruma', 'asia-pacific'),
  organisation('ostrana-workers-centre', 'Ostrana Workers’ Centre (fictional)', 'Ostrana', 'europe-central-asia'),
  organisation('qasira-olive-growers', 'Qasira Olive Growers’ Union (fictional)', 'Qasira', 'middle-east-north-africa'),
  organisation('network-secretariat', 'Network Secretariat (fictional)', 'International', 'global'),
  organisation(
    'almarra-solidarity-news',
    'Almarra Solidarity News (fictional)',
    'Almarra',
    'latin-america-caribbean',
    'ally',
  ),
  organisation(
    'tarsenia-legal-watch',
    'Tarsenia Legal Watch (fictional)',
    'Tarsenia',
    'latin-america-caribbean',
    'ally',
  ),
] as const;

function organisation(
  slug: string,
  name: string,
  country: string,
  region: Region,
  standing: 'member' | 'ally' = 'member',
) {
  return { slug, name, country, regions: [region], standing, visibility: 'name' as const };
}

export type DemoRole =
  | 'member1'
  | 'member2'
  | 'responder1'
  | 'responder2'
  | 'responder3'
  | 'coordinator'
  | 'approver'
  | 'partner'
  | 'administrator'
  | 'administrator2'
  | 'translator';

export interface DemoPerson {
  readonly role: DemoRole;
  readonly name: string;
  readonly language: Language;
  readonly organisation: string;
  readonly roles: readonly Role[];
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    role: 'member1',
    name: 'Abril Montaño',
    language: 'es',
    organisation: 'orimar-water-committees',
    roles: ['member'],
  },
  { role: 'member2', name: 'Tadele Osei', language: 'en', organisation: 'puerto-lumbre-residents', roles: ['member'] },
  {
    role: 'responder1',
    name: 'Inés Calderón',
    language: 'es',
    organisation: 'network-secretariat',
    roles: ['responder'],
  },
  {
    role: 'responder2',
    name: 'Noor Haddad',
    language: 'en',
    organisation: 'network-secretariat',
    roles: ['responder'],
  },
  {
    role: 'responder3',
    name: 'Maya Lindqvist',
    language: 'en',
    organisation: 'network-secretariat',
    roles: ['responder'],
  },
  {
    role: 'coordinator',
    name: 'Julián Vega',
    language: 'es',
    organisation: 'network-secretariat',
    roles: ['coordinator'],
  },
  { role: 'approver', name: 'Wanjiru Kamau', language: 'en', organisation: 'network-secretariat', roles: ['approver'] },
  { role: 'partner', name: 'Lucía Prado', language: 'es', organisation: 'almarra-solidarity-news', roles: ['partner'] },
  {
    role: 'administrator',
    name: 'Sam Okafor',
    language: 'en',
    organisation: 'network-secretariat',
    roles: ['administrator'],
  },
  {
    role: 'administrator2',
    name: 'Rocío Paredes',
    language: 'es',
    organisation: 'network-secretariat',
    roles: ['administrator'],
  },
  {
    role: 'translator',
    name: 'Mateo Ferri',
    language: 'es',
    organisation: 'network-secretariat',
    roles: ['translator'],
  },
];

/** Whoever writes or reads cases holds a key. */
export function holdsKey({ roles }: Pick<DemoPerson, 'roles'>): boolean {
  return roles.includes('member') || roles.includes('responder');
}

export function addressOf(role: DemoRole): string {
  return `${role}@demo.sos.example`;
}
