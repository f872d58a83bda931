import fc from 'fast-check';

import { toCsv } from './csv.js';

/** As RFC 4180 says, written apart from the code under test. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let [row, index]: [string[], number] = [[], 0];
  while (index < text.length) {
    let cell = '';
    expect(text[index]).toBe('"');
    for (index += 1; text[index] !== '"' || text[index + 1] === '"'; index += 1) {
      if (text[index] === '"') index += 1;
      cell += text[index] ?? '';
    }
    row.push(cell);
    index += 1;
    if (text.startsWith('\r\n', index)) {
      rows.push(row);
      [row, index] = [[], index + 2];
    } else index += 1;
  }
  return rows;
}

test('whatever is in a cell is read back, and no cell begins as a formula does', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', '+1', '-1', '@a', '\t=1', '\r\n', 'a,"b"\r\nc'));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 })), (rows) => {
      const read = parse(toCsv(rows));
      expect(read.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, '')))).toEqual(
        rows.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, ''))),
      );
      for (const text of read.flat()) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});
