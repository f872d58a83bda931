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

/** @returns {{ lines: string[], isSerious: boolean }} */
export function describeAudit(audit, why) {
  if (!audit) {
    const reason = why.trim().split('\n').slice(0, 3).join(' ').slice(0, 300);
    return {
      lines: [
        'AUDIT NOT MADE: the registry could not be asked whether vulnerabilities are known. This says nothing about whether there are any.',
        ...(reason === '' ? [] : [`  ${reason}`]),
      ],
      isSerious: false,
    };
  }
  const lines = audit.advisories.map(({ severity, module_name: name, title, url }) =>
    [severity, name, title, url].filter(Boolean).join('  '),
  );
  const isSerious = audit.advisories.some(({ severity }) => SERIOUS.has(severity));
  return { lines: lines.length === 0 ? ['No vulnerability is known in what we ship.'] : lines, isSerious };
}
