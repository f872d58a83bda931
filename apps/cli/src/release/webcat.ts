/**
 * What WEBCAT asks of an app's policy, after its developers' documentation (CSP requirements, read in November 2026). It is held so that the app
 * could be enrolled; it is not.
 */
const HASH = /^'sha(256|384|512)-[A-Za-z0-9+/_=-]+'$/;
const ONLY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'", "'self'"],
  'script-src': ["'none'", "'self'", "'wasm-unsafe-eval'"],
  'script-src-elem': ["'none'", "'self'", "'wasm-unsafe-eval'"],
  // It would also take 'unsafe-inline' for now; ours never does.
  'style-src': ["'none'", "'self'"],
  'style-src-elem': ["'none'", "'self'"],
  'object-src': ["'none'"],
  'frame-src': ["'none'", "'self'"],
  'child-src': ["'none'", "'self'"],
  'worker-src': ["'none'", "'self'"],
};
const MAY_HASH = new Set(['script-src', 'script-src-elem', 'style-src', 'style-src-elem']);

function readDirectives(policy: string): ReadonlyMap<string, readonly string[]> {
  const directives = policy.split(';').map((part) => part.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name.toLowerCase(), sources]));
}

function missingWithoutDefault(directives: ReadonlyMap<string, readonly string[]>): string[] {
  if (directives.get('default-src')?.join(' ') === "'none'") return [];
  const hasFrames = directives.has('frame-src') || directives.has('child-src');
  const missing = ['object-src', 'worker-src'].filter((name) => !directives.has(name));
  return [...missing, ...(hasFrames ? [] : ['frame-src'])].map((name) => `${name} is missing`);
}

/** Why a policy could not be enrolled, one sentence each. */
export function policyProblems(policy: string): string[] {
  if (policy.includes(',')) return ['there is more than one policy'];
  const directives = readDirectives(policy);
  const foreign = Object.entries(ONLY).flatMap(([name, allowed]) =>
    (directives.get(name) ?? [])
      .filter((source) => !allowed.includes(source) && !(MAY_HASH.has(name) && HASH.test(source)))
      .map((source) => `${name} may not have ${source}`),
  );
  return [...foreign, ...missingWithoutDefault(directives)];
}

/** Headers that change what a page runs, or where it leads. */
export const FORBIDDEN_HEADERS = ['link', 'refresh', 'location'] as const;
