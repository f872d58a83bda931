import type { CodegenConfig } from '@graphql-codegen/cli';

const schema = 'packages/schema/schema.graphql';

const config: CodegenConfig = {
  schema,
  importExtension: '.js',
  ignoreNoDocuments: true,
  config: {
    strictScalars: true,
    defaultScalarType: 'unknown',
    // Without the override ids are typed `string | number`.
    scalars: { ID: { input: 'string', output: 'string' }, DateTimeISO: 'string' },
    nonOptionalTypename: true,
    skipTypeNameForRoot: true,
    inlineFragmentTypes: 'mask',
    customDirectives: { apolloUnmask: true },
    useTypeImports: true,
  },
  generates: {
    'packages/schema/src/types.generated.ts': {
      documents: 'apps/web/src/**/*.graphql',
      plugins: ['typescript-operations'],
      config: { generateOperationTypes: false },
    },
    'apps/web/src/': {
      documents: 'apps/web/src/**/*.graphql',
      preset: 'near-operation-file',
      presetConfig: { extension: '.generated.ts', baseTypesPath: '~@sos/schema' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { importSchemaTypesFrom: '~@sos/schema' },
    },
  },
};

// graphql-codegen reads the default export.
export default config;
