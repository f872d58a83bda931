/** Reads the answer of `pnpm audit --json`. @returns {{ advisories: object[] } | undefined} undefined when there was no answer. */
export function readAudit(stdout) {
  try {
    const answer = JSON.parse(stdout);
    if (answer === null || typeof answer !== 'object' || typeof answer.advisories !== 'object') return undefined;
    return { advisories: Object.values(answer.advisories ?? {}) };
  } catch {
    return undefined;
  }
}

const SERIOUS = new Set(['high', 'critical']);

/** Without the frame and the line breaks that the package manager draws. */
const plain = (text) =>
  text
    .replaceAll(/[×│]/g, ' ')
    .replaceAll(/\/\s+(?=\S)/g, '/')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

const NOT_MADE =
  'AUDIT NOT MADE: the registry could not be asked whether vulnerabilities are known. This says nothing about whether there are any.';

/** @returns {{ lines: string[], exitCode: 0 | 1 | 2 }} what sums it up comes last */
export function describeAudit(audit, why) {
  if (!audit) return { lines: [...(plain(why) === '' ? [] : [`  ${plain(why)}`]), NOT_MADE], exitCode: 2 };
  const lines = audit.advisories.map(({ severity, module_name: name, title, url }) =>
    [severity, name, title, url].filter(Boolean).join('  '),
  );
  if (lines.length === 0) return { lines: ['No vulnerability is known in what we ship.'], exitCode: 0 };
  const serious = audit.advisories.filter(({ severity }) => SERIOUS.has(severity)).length;
  const sum = `${String(lines.length)} known in what we ship, ${String(serious)} of them high or critical.`;
  return { lines: [...lines, sum], exitCode: serious > 0 ? 1 : 0 };
}
