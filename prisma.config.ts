import { defineConfig } from 'prisma/config';

/** For `prisma generate` and `validate` only: migrations go through packages/database, which needs no engine download. */
export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
