/** What a spreadsheet would take for a formula and run, be it a name that somebody chose. */
const FORMULA = /^[=+\-@\t\r\n]/;

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** RFC 4180, every cell quoted, no cell a formula. */
export function toCsv(rows: Iterable<readonly string[]>): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(`${row.map(cell).join(',')}\r\n`);
  return lines.join('');
}
