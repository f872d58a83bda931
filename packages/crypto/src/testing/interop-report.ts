export interface MatrixTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function toMarkdown(tables: readonly MatrixTable[]): string {
  return tables
    .map(({ title, columns, rows }) =>
      [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n'),
    )
    .join('\n\n');
}

/** The cells of every table of a document, whatever a formatter did to the space around them. */
export function cellsOf(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((text) => text.startsWith('|') && !/^[|\s:-]+$/.test(text))
    .map((text) =>
      text
        .slice(1, text.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
}
