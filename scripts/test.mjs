// `npm test` on a machine with nothing but Node and npm: gets what it needs, runs every check and every test, and counts them.
// --only=lint,jest runs just those steps (and finds the tools they need); --list names them.
import { nodeProblem } from './lib/node-version.mjs';

const problem = nodeProblem(process.version);
if (problem === '') {
  const { main } = await import('./lib/verify.mjs');
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(problem);
  process.exitCode = 1;
}
