// May everything that ships be passed on under our licence? Looks at what is installed; needs no network.
import { installedDependencies } from './lib/dependencies.mjs';
import { licenceFaults } from './lib/licences.mjs';
import { root } from './lib/project.mjs';

const packages = installedDependencies(root);
const faults = licenceFaults(packages);
for (const fault of faults) console.error(fault);
console.log(`${String(packages.length)} packages looked at, ${String(faults.length)} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
