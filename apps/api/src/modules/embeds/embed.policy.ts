/** One origin as frame-ancestors spells it; a stored value that is anything else must not end up in a header. */
const ANCESTOR = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:(\d{1,5}|\*))?$/;

/** What the frame may do besides being looked at. `sandbox` makes its origin opaque wherever it is shown, so it can read nothing of ours. */
const FRAME_RULES = [
  'sandbox allow-scripts allow-forms allow-popups',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/**
 * Anybody may show a public petition: pasting its address into a page must work without asking us. A registered partner's key
 * counts signatures in its name, so a frame that carries it shows on that partner's own pages only.
 * @param origins the partner's, or null where no registered key was given.
 */
export function frameAncestors(origins: readonly string[] | null): string {
  if (origins === null) return 'frame-ancestors *';
  return ["frame-ancestors 'self'", ...origins.filter((origin) => ANCESTOR.test(origin))].join(' ');
}

/** @param siteOrigin named beside 'self', which browsers read differently for an opaque origin. */
export function framePolicy(origins: readonly string[] | null, siteOrigin: string): string {
  const rules = FRAME_RULES.map((rule) => rule.replace("'self'", `'self' ${siteOrigin}`));
  return [...rules, frameAncestors(origins)].join('; ');
}
