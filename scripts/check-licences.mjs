// May everything that ships be passed on under our licence, and is there the notice it asks for? Looks at what is installed; no network.
import { installedDependencies } from './lib/dependencies.mjs';
import { licenceFaults } from './lib/licences.mjs';
import { root } from './lib/project.mjs';
import { noticesOf } from './lib/third-party.mjs';

const packages = installedDependencies(root);
const faults = [...licenceFaults(packages), ...noticesOf(packages).faults];
for (const fault of faults) console.error(fault);
console.log(`${String(packages.length)} packages looked at, ${String(faults.length)} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
