import { lockFolder } from '../folder-lock.js';

const [folder = '', label = ''] = process.argv.slice(2);
await lockFolder(folder, label);
process.stdout.write('held\n');
process.stdin.resume();
