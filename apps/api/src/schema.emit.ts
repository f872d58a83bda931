import 'reflect-metadata';

import { projectFolder } from '@sos/database';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { composeModules } from './composition.js';
import { absent } from './platform/absent.js';
import type { Pages } from './platform/pages.types.js';
import type { Platform } from './platform/platform.types.js';
import { buildApiSchema } from './schema.js';

// Nothing of these is used before the first request, and none comes.
const platform = absent() as Platform;
const pages = absent() as Pages;
const schema = await buildApiSchema(composeModules(platform, pages).all, platform);
const file = path.join(projectFolder(), 'packages/schema/schema.graphql');
writeFileSync(file, `${printSchema(lexicographicSortSchema(schema))}\n`);
