/** May be combined with and passed on under AGPL-3.0-or-later (gnu.org/licenses/license-list). */
const COMPATIBLE = new Set([
  '0BSD',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-2.1-or-later',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PostgreSQL',
  'Python-2.0',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
]);

/**
 * By name and with a reason; a licence other than the one that was looked at counts as unknown again.
 * @type {Record<string, { licence: string, reason: string }>}
 */
export const EXCEPTIONS = {
  '@fontsource-variable/atkinson-hyperlegible-next': {
    licence: 'OFL-1.1',
    reason: 'a font, shipped as a file beside the program: the OFL allows that with software of any licence',
  },
  '@fontsource-variable/literata': {
    licence: 'OFL-1.1',
    reason: 'a font, shipped as a file beside the program: the OFL allows that with software of any licence',
  },
  openpgp: { licence: 'LGPL-3.0+', reason: 'the older spelling of LGPL-3.0-or-later' },
};

/** Splits at the outermost occurrences of a word: "(MIT OR X) AND Y". */
function splitAt(word, expression) {
  const parts = [];
  let depth = 0;
  let current = [];
  for (const token of expression
    .replace(/([()])/g, ' $1 ')
    .trim()
    .split(/\s+/)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token === word) {
      parts.push(current.join(' '));
      current = [];
    } else current.push(token);
  }
  return [...parts, current.join(' ')];
}

/** Every part of an AND, one part of an OR, as SPDX expressions mean them; anything unknown is refused. */
export function isCompatible(expression) {
  const text = expression.trim();
  const all = splitAt('AND', text);
  if (all.length > 1) return all.every(isCompatible);
  const any = splitAt('OR', text);
  if (any.length > 1) return any.some(isCompatible);
  const inner = /^\((.*)\)$/.exec(text)?.[1];
  return inner === undefined ? COMPATIBLE.has(text) : isCompatible(inner);
}

/** @returns {string[]} one sentence for each package that may not be shipped as it is */
export function licenceFaults(packages, exceptions = EXCEPTIONS) {
  const faults = packages.flatMap(({ name, version, licence }) => {
    const exception = exceptions[name];
    if (isCompatible(licence)) return [];
    if (exception && exception.licence === licence && exception.reason) return [];
    const says = licence === '' ? 'names no licence' : `says "${licence}"`;
    return [`${name}@${version} ${says}, which is not known to go with AGPL-3.0-or-later`];
  });
  const present = new Set(packages.map(({ name }) => name));
  const idle = Object.keys(exceptions).filter((name) => !present.has(name));
  return [...faults, ...idle.map((name) => `the exception for ${name} is needed no more: take it away`)];
}
