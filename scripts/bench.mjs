// `pnpm bench <name>`: measures one thing on the built product, and adds what it found to docs/benchmarks.md. Nothing here is asserted:
// a slow afternoon is no fault.
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const folder = path.join(root, 'scripts/bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => path.basename(file, '.mjs'));
const report = path.join(root, 'docs/benchmarks.md');

const HEAD = `# Benchmarks

Measured by \`pnpm bench <name>\` on the built product, dated, newest last. Compare within one run: machines differ, and busy ones lie.
`;

function machine() {
  const [cpu] = os.cpus();
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.versions.node}`;
}

function table({ columns, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

const name = process.argv[2] ?? '';
if (!names.includes(name)) {
  console.error(`Say what to measure: ${names.join(', ')}.`);
  process.exit(2);
}
const { title, note, ...result } = await (await import(`./bench/${name}.mjs`)).measure();
const day = new Date().toISOString().slice(0, 10);
const text = `\n## ${title}, ${day}\n\n${machine()}. ${note}\n\n${table(result)}\n`;
if (!existsSync(report)) writeFileSync(report, HEAD);
appendFileSync(report, text);
await run(...tool('prettier', '--write', report));
console.log(text);
