import { addUp, closingLine } from './counts.mjs';
import { tail } from './run.mjs';
import { STEPS, countsOf } from './verify-steps.mjs';

const SIDE_BY_SIDE = 2;
const MOST_NAMED = 50;

/** @returns {string[]} the chosen steps; tools they need come along, other steps are taken as done */
export function choose(steps, only) {
  if (only === undefined) return steps.map(({ id }) => id);
  const wanted = only.split(',').filter(Boolean);
  const unknown = wanted.filter((id) => !steps.some((step) => step.id === id));
  if (unknown.length > 0)
    throw new Error(`there is no step ${unknown.join(', ')}; the steps are ${steps.map(({ id }) => id).join(', ')}`);
  const needed = steps.filter(({ id }) => wanted.includes(id)).flatMap(({ needs = [] }) => needs);
  return steps.filter(({ id, isTool }) => wanted.includes(id) || (isTool && needed.includes(id))).map(({ id }) => id);
}

const ignore = (..._told) => {};

/** Runs the chosen steps, phase after phase, and never stops at the first failure: whoever broke two things learns of both. */
export async function runSteps(steps, chosen, { onStart = ignore, onEnd = ignore } = {}) {
  const done = [];
  const failed = new Set();
  const values = {};

  async function take(step) {
    const lacking = (step.needs ?? []).filter((id) => failed.has(id));
    onStart(step);
    const began = performance.now();
    const result = lacking.length > 0 ? couldNotRun(lacking) : await step.work(values).catch(broke);
    if (!result.ok) failed.add(step.id);
    values[step.id] = result.value;
    const ended = { step, result, seconds: (performance.now() - began) / 1000 };
    done.push(ended);
    onEnd(ended);
  }

  const selected = steps.filter(({ id }) => chosen.includes(id));
  for (const phase of [...new Set(selected.map((step) => step.phase))].sort((a, b) => a - b)) {
    const queue = chained(selected.filter((step) => step.phase === phase));
    const lane = async () => {
      for (let group = queue.shift(); group !== undefined; group = queue.shift())
        for (const step of group) await take(step);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  }
  return done;
}

function couldNotRun(lacking) {
  return { ok: false, output: `could not run, because this failed: ${lacking.join(', ')}` };
}

function broke(error) {
  return { ok: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** Steps of one chain share something that only one may hold, such as apt's lock. */
function chained(steps) {
  const groups = [];
  for (const step of steps) {
    const group = step.chain && groups.find(([first]) => first.chain === step.chain);
    if (group) group.push(step);
    else groups.push([step]);
  }
  return groups;
}

function heading(step, position, state) {
  return `\n── ${position} ${step.title} ${state}`.padEnd(100, '─');
}

export async function main(args) {
  if (args.includes('--list')) {
    for (const { id, title } of STEPS) console.log(`${id.padEnd(16)} ${title}`);
    return 0;
  }
  // A signal ends the process by way of `exit`, on which the private PostgreSQL server is stopped.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  const began = performance.now();
  const chosen = choose(STEPS, args.find((one) => one.startsWith('--only='))?.slice('--only='.length));
  const position = ({ id }) => `${String(chosen.indexOf(id) + 1)}/${String(chosen.length)}`;
  const done = await runSteps(STEPS, chosen, {
    onStart: (step) => {
      if (step.isLive) console.log(heading(step, position(step), ''));
    },
    onEnd: ({ step, result, seconds }) => {
      const verdict = `${result.ok ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s) `;
      if (step.isLive) console.log(`   ${verdict}`);
      else console.log(heading(step, position(step), verdict));
      const alreadyShown = step.isLive && result.counts;
      if (!alreadyShown && result.output.trim() !== '') console.log(tail(result.output, result.ok ? 3 : 200));
    },
  });
  return report(done, (performance.now() - began) / 60_000);
}

function report(done, minutes) {
  const broken = done.filter(({ result }) => !result.ok);
  console.log(heading({ title: 'Summary' }, '', ''));
  for (const { step, result } of broken) {
    console.log(
      `FAILED ${step.id}: ${step.title}${result.counts ? '' : ` (${tail(result.output, 1).trim().slice(0, 200)})`}`,
    );
    // The log above is long, and whoever keeps only its end must still learn what failed.
    for (const line of (result.failures ?? []).slice(0, MOST_NAMED)) console.log(`  ${line}`);
  }
  for (const { step, result } of done.filter(({ result: { reports } }) => reports)) {
    console.log(`${step.id}: ${tail(result.output, 1).trim()}`);
  }
  const counts = addUp(done.map(({ result }) => countsOf(result)));
  console.log(`${minutes.toFixed(1)} minutes`);
  console.log(closingLine(counts));
  return counts.failed === 0 && broken.length === 0 ? 0 : 1;
}
