import { DATA_CSP, DOCUMENT_CSP } from '@sos/domain';
import type { FastifyReply } from 'fastify';

const NO_FEATURES = [
  'accelerometer',
  'attribution-reporting',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Passkeys belong to the app; a public page, or a frame in it, may not even ask for one. */
const PASSKEYS = ['publickey-credentials-create', 'publickey-credentials-get'];

function permissionsPolicy(origin: HeaderPolicy['origin']): string {
  const passkeys = PASSKEYS.map((feature) => `${feature}=${origin === 'app' ? '(self)' : '()'}`);
  return [NO_FEATURES, ...passkeys].join(', ');
}

export interface HeaderPolicy {
  readonly origin: 'site' | 'app';
  readonly https: boolean;
}

function defaults({ origin, https }: HeaderPolicy, isDocument: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': isDocument ? DOCUMENT_CSP : DATA_CSP,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': permissionsPolicy(origin),
    // `no-referrer` would make the browser send `Origin: null` with the site's own forms.
    'referrer-policy': origin === 'site' ? 'same-origin' : 'no-referrer',
    'x-content-type-options': 'nosniff',
    // Nothing behind sign-in, and no address that is a key, belongs in a search engine.
    ...(origin === 'app' ? { 'x-robots-tag': 'noindex, nofollow' } : {}),
    'cache-control': origin === 'site' && isDocument ? 'private, no-cache' : 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** For what other people's pages load: no cookie is read or set there, so there is nothing to borrow. */
export const OPEN_TO_ALL = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** For an answer that no route gives, to what was not even a request. */
export function dataHeaders(policy: HeaderPolicy): Readonly<Record<string, string>> {
  return defaults(policy, false);
}

/** Sets what the route did not set itself: embeds and the worker's script say their own. */
export function applySecurityHeaders(reply: FastifyReply, policy: HeaderPolicy): void {
  const isDocument = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  for (const [name, value] of Object.entries(defaults(policy, isDocument))) {
    if (!reply.hasHeader(name)) void reply.header(name, value);
  }
}
