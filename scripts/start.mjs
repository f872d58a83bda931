// `npm start` on a machine with nothing but Node and npm. Only what an old Node can read is loaded before its version is checked.
import { nodeProblem } from './lib/node-version.mjs';

const problem = nodeProblem(process.version);
if (problem === '') {
  const { start } = await import('./lib/start.mjs');
  await start();
} else {
  console.error(problem);
  process.exitCode = 1;
}
