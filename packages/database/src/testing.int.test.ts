import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { createTestTemplate } from './testing.js';

describe('createTestTemplate', () => {
  it('puts the file alone in a folder of its own, since the folder around it is removed after the run', async () => {
    const { file } = await createTestTemplate();
    const folder = path.dirname(file);
    try {
      expect(path.resolve(folder)).not.toBe(path.resolve(os.tmpdir()));
      expect(readdirSync(folder)).toEqual([path.basename(file)]);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    } finally {
      // File and empty folder by name: should the folder ever be a shared one again, this test must not empty it.
      rmSync(file);
      rmdirSync(folder);
    }
  }, 60_000);
});
