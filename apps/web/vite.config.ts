import { writeFile } from 'node:fs/promises';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { buildTrust } from './build-trust.js';
import { writeOperations } from './write-operations.js';

const trust = JSON.stringify(buildTrust(process.env));

/**
 * Two pages and one server bundle. Nothing is inlined and no polyfill added, because the CSP refuses both; two builds
 * in different folders give the same bytes, because people compare them with the signed release.
 */
export default defineConfig({
  plugins: [react()],
  appType: 'mpa',
  worker: { format: 'es' },
  define: { __SOS_BUILD__: trust },
  // One style sheet: a page without JavaScript cannot fetch the sheets of its lazy parts later.
  build: { target: 'es2022', assetsInlineLimit: 0, cssCodeSplit: false, modulePreload: { polyfill: false } },
  environments: {
    client: {
      build: { outDir: 'dist/client', manifest: true, rolldownOptions: { input: ['site.html', 'app.html'] } },
    },
    ssr: {
      build: {
        outDir: 'dist/server',
        ssr: true,
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: { input: { site: 'src/server.entry.tsx', operations: 'src/operations.entry.ts' } },
      },
      // Or React takes its slow development build whenever the process was started without NODE_ENV=production.
      define: { 'process.env.NODE_ENV': '"production"' },
      resolve: { noExternal: true },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'ssr']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      await writeOperations(new URL('dist/', import.meta.url));
      // For the release manifest, which says the same in the open.
      await writeFile(new URL('dist/trust.json', import.meta.url), trust);
    },
  },
});
